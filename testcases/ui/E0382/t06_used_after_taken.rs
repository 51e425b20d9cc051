// The Rust twin of t06_used_after_taken.c: what was moved into a thread is used once more.
use std::thread;

struct Job {
    number: i32,
}

fn job_new(number: i32) -> Box<Job> {
    Box::new(Job { number })
}

fn job_take(job: Box<Job>) {
    println!("job {}", job.number);
}

fn read_bad() -> i32 {
    let job = job_new(1);
    thread::spawn(move || job_take(job));
    job.number //~ ERROR E0382
}

fn freed_twice_bad() {
    let job = job_new(3);
    thread::spawn(move || job_take(job));
    drop(job); //~ ERROR E0382
}

fn after_join_bad() -> i32 {
    let job = job_new(5);
    let thread = thread::spawn(move || job_take(job));
    thread.join().unwrap();
    job.number //~ ERROR E0382
}

fn taken_ok() -> i32 {
    let job = job_new(1);
    let number = job.number;
    thread::spawn(move || job_take(job));
    number
}

fn pointer_reused_ok() -> i32 {
    let mut job = job_new(5);
    thread::spawn(move || job_take(job));
    job = job_new(6);
    job.number
}

fn main() {
    read_bad();
    freed_twice_bad();
    after_join_bad();
    taken_ok();
    pointer_reused_ok();
}
