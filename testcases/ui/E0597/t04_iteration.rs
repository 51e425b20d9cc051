// The Rust twin of t04_iteration.c: an object of the loop body, borrowed by a thread that the scope outside joins.
use std::thread;

struct Part {
    index: usize,
}

fn part_check(part: &Part) {
    println!("part {}", part.index);
}

fn body_object_bad() {
    thread::scope(|scope| {
        for i in 0..4 {
            let part = Part { index: i };
            let borrowed = &part; //~ ERROR E0597
            scope.spawn(move || part_check(borrowed));
        }
    });
}

fn body_array_ok() {
    let parts: Vec<Part> = (0..4).map(|index| Part { index }).collect();
    thread::scope(|scope| {
        for part in &parts {
            scope.spawn(move || part_check(part));
        }
    });
}

fn one_after_the_other_ok() {
    for i in 0..4 {
        let part = Part { index: i };
        thread::scope(|scope| {
            scope.spawn(|| part_check(&part));
        });
    }
}

fn main() {
    body_object_bad();
    body_array_ok();
    one_after_the_other_ok();
}
