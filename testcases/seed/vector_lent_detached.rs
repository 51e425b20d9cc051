// In Rust a handle that is dropped detaches its thread.
// rustc 1.95: error[E0373]: closure may outlive the current function, but it borrows `v`
use std::thread;
use std::time::Duration;

fn main() {
    let v = vec![1, 2, 3];

    drop(thread::spawn(|| {
        println!("Here's a vector: {:?}", v);
    }));

    thread::sleep(Duration::from_secs(1));
}
