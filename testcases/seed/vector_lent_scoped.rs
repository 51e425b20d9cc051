// rustc 1.95 accepts this: the scope joins before it returns, and its type says so. It is what vector_lent_joined.c is.
use std::thread;

fn main() {
    let v = vec![1, 2, 3];

    thread::scope(|s| {
        s.spawn(|| {
            println!("Here's a vector: {:?}", v);
        });
    });
}
