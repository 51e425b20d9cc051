// rustc 1.95: error[E0373]: closure may outlive the current function, but it borrows `v`
// and, for the drop: error[E0505]: cannot move out of `v` because it is borrowed
use std::thread;

fn main() {
    let v = vec![1, 2, 3];

    let handle = thread::spawn(|| {
        println!("Here's a vector: {:?}", v);
    });

    drop(v);
    handle.join().unwrap();
}
