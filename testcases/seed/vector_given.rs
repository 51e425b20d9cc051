// rustc 1.95 accepts this: `move` gives `v` to the closure, and the closure to the thread.
use std::thread;

fn main() {
    let v = vec![1, 2, 3];

    let handle = thread::spawn(move || {
        println!("Here's a vector: {:?}", v);
    });

    handle.join().unwrap();
}
