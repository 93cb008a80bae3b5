//! Comma-separated values: RFC 4180, in UTF-8.

/// The rows of a file. Nothing if a quotation mark is never closed. Empty lines are none.
pub(crate) fn parse(text: &str) -> Option<Vec<Vec<String>>> {
    let mut rows = Vec::new();
    let mut row = vec![String::new()];
    let mut chars = text.strip_prefix('\u{feff}').unwrap_or(text).chars().peekable();
    while let Some(char) = chars.next() {
        let cell = row.last_mut()?;
        match char {
            '"' if cell.is_empty() => loop {
                match chars.next()? {
                    '"' if chars.next_if_eq(&'"').is_none() => break,
                    char => cell.push(char),
                }
            },
            ',' => row.push(String::new()),
            '\r' => {}
            '\n' => push(&mut rows, std::mem::replace(&mut row, vec![String::new()])),
            char => cell.push(char),
        }
    }
    push(&mut rows, row);
    Some(rows)
}

fn push(rows: &mut Vec<Vec<String>>, row: Vec<String>) {
    if row != [""] {
        rows.push(row);
    }
}

/// Adds a row to a file.
pub(crate) fn write<'a>(file: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            file.push(',');
        }
        if cell.contains([',', '"', '\r', '\n']) {
            file.push('"');
            file.push_str(&cell.replace('"', "\"\""));
            file.push('"');
        } else {
            file.push_str(cell);
        }
    }
    file.push('\n');
}

#[cfg(test)]
mod tests {
    use super::{parse, write};

    #[test]
    fn what_was_written_is_read() {
        let rows = [["a", "b,c", ""], ["say \"hi\"", "two\nlines", "é"]];
        let mut file = String::new();
        for row in rows {
            write(&mut file, row);
        }
        assert_eq!(file, "a,\"b,c\",\n\"say \"\"hi\"\"\",\"two\nlines\",é\n");
        assert_eq!(parse(&file).unwrap(), rows);
    }

    #[test]
    fn line_ends_and_byte_order_marks_are_no_content() {
        assert_eq!(parse("\u{feff}a,b\r\n\r\n1,").unwrap(), [["a", "b"], ["1", ""]]);
        assert_eq!(parse("a,\"b"), None);
    }
}
