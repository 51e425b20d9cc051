// The seed's second program, letter for letter.
// rustc 1.95: error[E0373]: closure may outlive the current function, but it borrows `v`, which is owned by the current
// function; help: to force the closure to take ownership of `v` (and any other referenced variables), use the `move`
// keyword
use std::thread;

fn main() {
    let v = vec![1, 2, 3];

    let handle = thread::spawn(|| {
        println!("Here's a vector: {:?}", v);
    });

    handle.join().unwrap();
}
