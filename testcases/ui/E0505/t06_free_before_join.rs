// The Rust twin of t06_free_before_join.c: a box is dropped while a thread borrows what is in it.
use std::thread;

struct Job {
    number: i32,
    text: String,
}

fn job_new(number: i32) -> Box<Job> {
    Box::new(Job { number, text: "text".to_string() })
}

fn job_run(job: &Job) {
    println!("{}", job.number);
}

fn before_join_bad() {
    let job = job_new(1);
    let borrowed = &job;
    thread::scope(|scope| { //~ ERROR E0505
        let thread = scope.spawn(|| job_run(borrowed));
        drop(job); // this is what the closure takes it for
        thread.join().unwrap();
    });
}

fn inner_block_bad() {
    let job = job_new(5);
    let text = &job.text;
    thread::scope(|scope| { //~ ERROR E0505
        let thread = scope.spawn(|| println!("{text}"));
        drop(job.text);
        thread.join().unwrap();
    });
}

fn after_join_ok() {
    let job = job_new(1);
    thread::scope(|scope| {
        scope.spawn(|| job_run(&job));
    });
    drop(job);
}

fn freed_by_thread_ok() {
    let job = job_new(7);
    thread::spawn(move || {
        job_run(&job);
        drop(job);
    });
}

fn main() {
    before_join_bad();
    inner_block_bad();
    after_join_ok();
    freed_by_thread_ok();
}
