// rustc 1.95: error[E0373]: closure may outlive the current function, but it borrows `v`
use std::thread;
use std::thread::JoinHandle;

fn print_in_background() -> JoinHandle<()> {
    let v = vec![1, 2, 3];

    thread::spawn(|| {
        println!("Here's a vector: {:?}", v);
    })
}

fn main() {
    print_in_background().join().unwrap();
}
