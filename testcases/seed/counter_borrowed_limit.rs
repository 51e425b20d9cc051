// rustc 1.95: error[E0373]: closure may outlive the current function, but it borrows `limit`
use std::thread;
use std::time::Duration;

fn main() {
    let limit = 10;

    let _handle = thread::spawn(|| {
        for i in 1..limit {
            println!("hi number {} from the spawned thread!", i);
            thread::sleep(Duration::from_millis(1));
        }
    });

    for i in 1..5 {
        println!("hi number {} from the main thread!", i);
        thread::sleep(Duration::from_millis(1));
    }
}
