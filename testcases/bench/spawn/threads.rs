// SPDX-License-Identifier: MIT
// threads.rs: the variant in Rust: a closure that owns its payload by `move`; and the main
// of the whole, for only where main is Rust's does each of its threads get what one has in a
// Rust program, a signal stack with a guard of its own.
use std::ffi::{c_char, c_int, CString};
use std::hint::black_box;
use std::os::unix::ffi::OsStringExt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

const PAYLOAD: usize = 64;

static ORIGINAL: [u8; PAYLOAD] = [0; PAYLOAD];

fn start() -> thread::JoinHandle<()> {
    let mut payload = black_box(ORIGINAL);
    thread::spawn(move || {
        payload[0] += 1;
        black_box(&payload);
    })
}

#[no_mangle]
pub extern "C" fn run_rust(n: u32, at_once: bool) {
    if at_once {
        let threads: Vec<_> = (0..n).map(|_| start()).collect();
        for thread in threads {
            thread.join().unwrap();
        }
    } else {
        for _ in 0..n {
            start().join().unwrap();
        }
    }
}

#[no_mangle]
pub extern "C" fn rust_keep_alive(n: u32, stack_size: u32, running: &'static AtomicU32) -> u32 {
    for i in 0..n {
        let mut builder = thread::Builder::new();
        if stack_size != 0 {
            builder = builder.stack_size(stack_size as usize);
        }
        let started = builder.spawn(|| {
            running.fetch_add(1, Ordering::Relaxed);
            loop {
                thread::sleep(Duration::from_secs(3600));
            }
        });
        if started.is_err() {
            return i;
        }
    }
    n
}

extern "C" {
    fn bench_main(argc: c_int, argv: *const *const c_char) -> c_int;
}

fn main() {
    let arguments: Vec<CString> = std::env::args_os()
        .map(|argument| CString::new(argument.into_vec()).unwrap())
        .collect();
    let mut argv: Vec<_> = arguments.iter().map(|argument| argument.as_ptr()).collect();
    argv.push(std::ptr::null());
    std::process::exit(unsafe { bench_main(arguments.len() as c_int, argv.as_ptr()) })
}
