// rustc 1.95: error[E0382]: borrow of moved value: `v`
use std::thread;

fn main() {
    let v = vec![1, 2, 3];

    let handle = thread::spawn(move || {
        println!("Here's a vector: {:?}", v);
    });

    println!("{:?}", v);
    handle.join().unwrap();
}
