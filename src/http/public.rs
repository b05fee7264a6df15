//! Which addresses are on the public internet, by IANA's registries of special addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address leads out into the internet, and not to this machine, its networks or nowhere.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match carried_v4(address) {
            Some(inner) => is_public_v4(inner),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    /// Network and length.
    const OTHERS: &[([u8; 4], u32)] = &[
        ([0, 0, 0, 0], 8),       // this network
        ([10, 0, 0, 0], 8),      // private
        ([100, 64, 0, 0], 10),   // between a provider and its customers
        ([127, 0, 0, 0], 8),     // this machine
        ([169, 254, 0, 0], 16),  // this link, and where clouds tell their machines secrets
        ([172, 16, 0, 0], 12),   // private
        ([192, 0, 0, 0], 24),    // protocols
        ([192, 0, 2, 0], 24),    // documentation
        ([192, 88, 99, 0], 24),  // relays of old
        ([192, 168, 0, 0], 16),  // private
        ([198, 18, 0, 0], 15),   // benchmarks
        ([198, 51, 100, 0], 24), // documentation
        ([203, 0, 113, 0], 24),  // documentation
        ([224, 0, 0, 0], 4),     // many at once
        ([240, 0, 0, 0], 4),     // reserved, and everybody at once
    ];
    !OTHERS.iter().any(|(network, length)| {
        let differing = u32::from(address) ^ u32::from(Ipv4Addr::from(*network));
        differing >> (32 - length) == 0
    })
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    // Of what is given out, 2000::/3, these are for other things.
    const OTHERS: &[(Ipv6Addr, u32)] = &[
        (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // protocols, Teredo among them
        (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), // documentation
        (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // 6to4
        (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // documentation
    ];
    let starts_with = |network: Ipv6Addr, length: u32| {
        (u128::from(address) ^ u128::from(network)) >> (128 - length) == 0
    };
    starts_with(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3)
        && !OTHERS
            .iter()
            .any(|(network, length)| starts_with(*network, *length))
}

/// The IPv4 address that is really meant: `::ffff:a.b.c.d`, and `64:ff9b::a.b.c.d` behind a NAT64.
fn carried_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    const NAT64: u128 = 0x64_ff9b << 96;
    let low = u32::try_from(u128::from(address) ^ NAT64);
    low.ok().map(Ipv4Addr::from).or(address.to_ipv4_mapped())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expect: bool, addresses: &[&str]) {
        for address in addresses {
            assert_eq!(is_public(address.parse().unwrap()), expect, "{address}");
        }
    }

    #[test]
    fn the_internet_is_public() {
        check(
            true,
            &[
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:200::1",
                "2606:4700::1111",
                "2a00:1450:4001::1",
                "::ffff:1.1.1.1",
                "64:ff9b::1.1.1.1",
            ],
        );
    }

    #[test]
    fn this_machine_and_its_networks_are_not() {
        check(
            false,
            &[
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "::",
                "::1",
                "::127.0.0.1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
            ],
        );
    }

    #[test]
    fn neither_is_what_only_carries_them() {
        check(
            false,
            &[
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2002:a00:1::",
                "2001:0:1:2:3:4:5:6",
            ],
        );
    }

    #[test]
    fn neither_is_what_nobody_has() {
        check(
            false,
            &[
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "100::1",
                "2001:db8::1",
                "3fff::1",
                "5f00::1",
                "ff02::1",
            ],
        );
    }
}
