// The Rust twin of t02_reused_struct.c: one struct for all threads, written anew for each. Scoped threads may borrow; while
// they do, nobody may write.
use std::thread;

struct Part {
    index: usize,
    path: &'static str,
}

fn part_sum(part: &Part) {
    println!("part {}", part.index);
}

fn field_bad() {
    let mut part = Part { index: 0, path: "" };
    thread::scope(|scope| {
        for i in 0..4 {
            part.index = i; //~ ERROR E0506
            scope.spawn(|| part_sum(&part));
        }
    });
}

fn straight_bad() {
    let mut part = Part { index: 1, path: "" };
    thread::scope(|scope| {
        let first = scope.spawn(|| part_sum(&part));
        part.index = 2; //~ ERROR E0506
        first.join().unwrap();
    });
}

// A field that no thread reads may be written.
fn unread_field_ok() {
    let mut part = Part { index: 0, path: "/etc/hosts" };
    let path = &part.path;
    thread::scope(|scope| {
        for i in 0..4 {
            part.index = i;
            scope.spawn(move || println!("{path}"));
        }
    });
    println!("{}", part.index);
}

fn elements_ok() {
    let parts: Vec<Part> = (0..4).map(|index| Part { index, path: "" }).collect();
    thread::scope(|scope| {
        for part in &parts {
            scope.spawn(|| part_sum(part));
        }
    });
}

fn one_at_a_time_ok() {
    let mut part = Part { index: 0, path: "" };
    for i in 0..4 {
        part.index = i;
        thread::scope(|scope| {
            scope.spawn(|| part_sum(&part));
        });
    }
}

fn main() {
    field_bad();
    straight_bad();
    unread_field_ok();
    elements_ok();
    one_at_a_time_ok();
}
