//! What may stand in a manifest as a host.

/// Whether `text` is the exact name of a host in lower case, perhaps with a port: no address of
/// any kind, no scheme, path, wildcard or user.
pub fn is_host(text: &str) -> bool {
    let (name, port) = match text.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (text, None),
    };
    let is_port = |port: &str| {
        let plain = !port.starts_with(['0', '+']);
        plain
            && port
                .parse::<u16>()
                .is_ok_and(|port| port != 0 && port != 443)
    };
    let label = |label: &str| {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let ends = label.starts_with('-') || label.ends_with('-');
        (1..=63).contains(&label.len()) && label.bytes().all(plain) && !ends
    };
    // A last label that begins with a digit may be read as an address, however it is written.
    let last = name.rsplit('.').next().unwrap_or_default();
    name.len() <= 253
        && name.split('.').all(label)
        && last.starts_with(|c: char| c.is_ascii_lowercase())
        && port.is_none_or(is_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_exact_names() {
        for good in [
            "api.example.org",
            "a-1.example",
            "localhost:8443",
            "xn--mller-kva.example",
        ] {
            assert!(is_host(good), "{good}");
        }
        for bad in [
            "",
            "https://api.example.org",
            "api.example.org/v1",
            "*.example.org",
            "API.example.org",
            "api.example.org.",
            "user@example.org",
            "192.0.2.1",
            "0x7f.1",
            "2130706433",
            "[::1]",
            "::1",
            "a..example",
            "-a.example",
            "a.example:",
            "a.example:443",
            "a.example:70000",
            "a.example:+80",
            "müller.example",
            "a example",
        ] {
            assert!(!is_host(bad), "{bad}");
        }
    }
}
