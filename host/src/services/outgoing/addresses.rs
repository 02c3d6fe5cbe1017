//! Which addresses features may reach: those of the open internet. What is checked here is what
//! is connected to, because nobody looks the name up a second time.

use std::{
    collections::HashSet,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Looks hosts up, and forgets addresses inside the operator's network.
pub(super) struct Checked {
    /// Names that may lie inside.
    inside: Arc<HashSet<String>>,
}

impl Checked {
    pub(super) fn new(inside: HashSet<String>) -> Self {
        Self {
            inside: Arc::new(inside),
        }
    }
}

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let inside = self.inside.clone();
        Box::pin(async move {
            let host = name.as_str();
            let found = tokio::net::lookup_host((host, 0)).await?;
            let mut found: Vec<SocketAddr> = found.collect();
            if !inside.contains(host) {
                let before = found.len();
                found.retain(|address| is_outside(address.ip()));
                if found.is_empty() && before > 0 {
                    tracing::warn!(
                        host,
                        "a feature may not reach a host inside: its name is not in outgoing.inside"
                    );
                }
            }
            if found.is_empty() {
                let error = io::Error::new(io::ErrorKind::NotFound, "it has no address outside");
                return Err(error.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one of the open internet (IANA's registries of special addresses).
fn is_outside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_outside_v4(address),
        IpAddr::V6(address) => is_outside_v6(address),
    }
}

fn is_outside_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        // This network; shared by providers; protocols; the old relays; benchmarks; reserved.
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19))
        || a >= 240;
    !special
}

fn is_outside_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, ..] = address.segments();
    // What stands for an address of version 4 is judged as that one.
    let octets = address.octets();
    let last = |at: usize| {
        let four = octets.get(at..at + 4)?;
        Some(Ipv4Addr::from(<[u8; 4]>::try_from(four).ok()?))
    };
    if let Some(mapped) = address.to_ipv4_mapped() {
        return is_outside_v4(mapped);
    }
    if (a, b, c) == (0x64, 0xff9b, 0) {
        return last(12).is_some_and(is_outside_v4);
    }
    if a == 0x2002 {
        return last(2).is_some_and(is_outside_v4);
    }
    // Only what is given out globally, without documentation, protocols and Teredo.
    let global = (0x2000..0x4000).contains(&a);
    global && !(a == 0x2001 && (b < 0x200 || b == 0xdb8)) && !(a == 0x3fff && b < 0x1000)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn only_the_open_internet_is_outside() {
        for outside in ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"] {
            assert!(is_outside(outside.parse().unwrap()), "{outside}");
        }
        for inside in [
            "127.0.0.1",
            "127.8.8.8",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "192.0.2.1",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!is_outside(inside.parse().unwrap()), "{inside}");
        }
    }
}
