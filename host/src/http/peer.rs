//! Whose address a request came from.

use std::net::IpAddr;

use http::HeaderMap;

use crate::config::Config;

/// The address of the client: the peer's, or, where the peer is a proxy that we
/// trust, the last one in `X-Forwarded-For` that is not such a proxy itself.
pub(super) fn address(peer: IpAddr, headers: &HeaderMap, config: &Config) -> IpAddr {
    let trusted = |address: &IpAddr| config.trusted_proxies.contains(address);
    if !trusted(&peer) {
        return peer;
    }
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut nearest = peer;
    for hop in hops.iter().rev() {
        // What is behind something unreadable cannot be believed.
        let Ok(address) = hop.trim().parse() else {
            return nearest;
        };
        nearest = address;
        if !trusted(&address) {
            return address;
        }
    }
    nearest
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn of(peer: &str, forwarded: &str) -> String {
        let config = Config {
            trusted_proxies: vec!["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()],
            ..Config::default()
        };
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        address(peer.parse().unwrap(), &headers, &config).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(of("9.9.9.9", "1.1.1.1"), "9.9.9.9");
        assert_eq!(of("10.0.0.1", "1.1.1.1"), "1.1.1.1");
        assert_eq!(of("10.0.0.1", "6.6.6.6, 1.1.1.1, 10.0.0.2"), "1.1.1.1");
        assert_eq!(of("10.0.0.1", "1.1.1.1, nonsense"), "10.0.0.1");
        assert_eq!(of("10.0.0.1", ""), "10.0.0.1");
    }
}
