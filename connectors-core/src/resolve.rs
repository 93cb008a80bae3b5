//! From a target to a URL, and whether a request may go there.

use std::collections::HashSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::{Host, Url};

use crate::error::{Error, ErrorKind, Result};
use crate::request::{Request, Root, Target};

/// All but the unreserved characters of RFC 3986.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Many servers refuse request lines from 8 KiB; beyond this a call is refused here, where the reason can be told.
const MAX_URL: usize = 8_000;

pub(crate) struct Resolved {
    pub(crate) url: Url,
    /// Whether our credentials go along.
    pub(crate) credentials: bool,
}

/// The URL of `request`. `base` gives the roots; `signed_hosts` is the connector's list.
pub(crate) fn resolve(
    request: &Request,
    base: &dyn Fn(Root) -> Result<Url>,
    signed_hosts: &[&str],
) -> Result<Resolved> {
    let (mut url, credentials) = match &request.target {
        Target::Path { root, segments } => (path(secure(base(*root)?)?, segments)?, true),
        Target::NextLink(link) => (next_link(link, &secure(base(Root::API)?)?)?, true),
        Target::Signed(url) => {
            // A sandbox signs URLs of its own host; a real API root never is loopback.
            let own = base(Root::API).is_ok_and(|api| is_loopback(&api) && api.host() == url.host());
            if !own && !url.host_str().is_some_and(|host| signed_hosts.iter().any(|rule| covers(rule, host)))
            {
                return Err(foreign("a signed link", url.host_str()));
            }
            (secure(url.clone())?, false)
        }
    };
    if !request.query.is_empty() {
        // A link brings its own query; what is said again for every call need not be in it twice.
        let there: HashSet<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
        let mut query = request.query.iter().filter(|(name, _)| !there.contains(name)).peekable();
        if query.peek().is_some() {
            url.query_pairs_mut().extend_pairs(query);
        }
    }
    if url.as_str().len() > MAX_URL {
        let text = format!(
            "the URL would be {} bytes long, {MAX_URL} are allowed: ask for less at once",
            url.as_str().len()
        );
        return Err(Error::validation("url", text));
    }
    Ok(Resolved { url, credentials })
}

fn path(mut url: Url, segments: &[String]) -> Result<Url> {
    let mut path = url.path().trim_end_matches('/').to_owned();
    for segment in segments {
        // Neither can be written as a segment: every server takes them, also encoded, as steps in the path.
        if matches!(segment.as_str(), "" | "." | "..") {
            return Err(Error::validation("id", format!("`{segment}` cannot be part of a path")));
        }
        path.push('/');
        path.extend(utf8_percent_encode(segment, SEGMENT));
    }
    url.set_path(&path);
    Ok(url)
}

fn next_link(link: &str, api: &Url) -> Result<Url> {
    let url = api.join(link).map_err(|_| Error::new(ErrorKind::Vendor, "the next link is not a URL"))?;
    if url.origin() != api.origin() || !url.username().is_empty() || url.password().is_some() {
        return Err(foreign("the next link", url.host_str()));
    }
    Ok(url)
}

/// Refuses plain http, loopback excepted, and URLs that carry a password.
pub(crate) fn secure(url: Url) -> Result<Url> {
    let scheme_ok = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    if !scheme_ok || url.host().is_none() {
        let host = url.host_str().unwrap_or("nowhere");
        return Err(Error::config(format!("the URL to {host} is not https")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::config("a URL must not carry a user or a password"));
    }
    Ok(url)
}

/// Where a redirect may lead: as [`secure`] says, and not from outside into this machine or its network, so never to
/// an address in place of a name.
pub(crate) fn redirected(from: &Url, to: Url) -> Result<Url> {
    let outside = match to.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name != "localhost" && !name.ends_with(".localhost")
        }
        _ => false,
    };
    if outside || to.host() == from.host() || is_loopback(from) {
        secure(to)
    } else {
        Err(foreign("the redirect", to.host_str()))
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// `files.example.com` covers itself, `*.example.com` every host below it.
fn covers(rule: &str, host: &str) -> bool {
    match rule.strip_prefix("*.") {
        Some(parent) => host.strip_suffix(parent).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.')),
        None => rule == host,
    }
}

fn foreign(what: &str, host: Option<&str>) -> Error {
    let host = host.unwrap_or("another place");
    Error::new(
        ErrorKind::Vendor,
        format!("{what} points to {host}, which is not the platform's: not followed"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const API: &str = "https://api.example.com/crm/v8";

    fn url_of(request: Request) -> Result<Url> {
        resolve(&request, &|_| Ok(Url::parse(API).unwrap()), &["files.example.net", "*.blob.example.org"])
            .map(|r| r.url)
    }

    #[test]
    fn an_id_stays_one_path_segment_whatever_it_contains() {
        for id in ["a/b", "../admin", "a%2Fb", "with space", "שלום", "?x=1", "#top", "a;b", "c:\\d", "..%2f"]
        {
            let url = url_of(Request::get(["Contacts", id, "Notes"])).unwrap();
            let segments: Vec<_> = url.path_segments().unwrap().collect();
            assert_eq!(segments.len(), 5, "{url}");
            assert_eq!(percent_encoding::percent_decode_str(segments[3]).decode_utf8().unwrap(), id);
            assert_eq!((url.query(), url.fragment()), (None, None));
        }
    }

    #[test]
    fn an_id_that_cannot_be_a_segment_is_refused() {
        for id in ["", ".", ".."] {
            let error = url_of(Request::delete(["Contacts", id])).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Validation);
        }
    }

    #[test]
    fn a_next_link_to_another_host_port_or_scheme_is_refused() {
        for link in [
            "https://evil.example/crm/v8/x",
            "https://api.example.com:8443/x",
            "http://api.example.com/x",
            "//evil.example/x",
            "https://user:pw@api.example.com/x",
            "https://api.example.com.evil.example/x",
        ] {
            let error = url_of(Request::next_link(link)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Vendor, "{link}");
        }
    }

    #[test]
    fn a_base_is_https_or_this_very_machine_and_carries_no_password() {
        let secure = |url: &str| secure(Url::parse(url).unwrap());
        for good in [
            "https://api.example.com",
            "http://127.0.0.1:9000",
            "http://127.1",
            "http://[::1]:9000",
            "http://localhost",
        ] {
            assert!(secure(good).is_ok(), "{good}");
        }
        for bad in [
            "http://api.example.com",
            "http://localhost.",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://[::ffff:127.0.0.1]",
            "http://0.0.0.0",
            "http://10.0.0.1",
            "https://user@api.example.com",
            "https://:pw@api.example.com",
            "http://127.0.0.1@evil.example",
            "ftp://api.example.com",
            "data:text/plain,x",
        ] {
            let error = secure(bad).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config, "{bad}");
            assert!(!error.to_string().contains("pw"), "{error}");
        }
    }

    #[test]
    fn a_next_link_to_a_lookalike_of_home_is_refused() {
        for link in [
            // A Cyrillic letter, a dot at the end, a user that looks like the host, backslashes, no host at all.
            "https://\u{430}pi.example.com/x",
            "https://api.example.com./x",
            "https://api.example.com@evil.example/x",
            "https://api.example.com%2eevil.example/x",
            "\\\\evil.example/x",
            "/\\evil.example/x",
            "https:\\\\evil.example\\x",
            "javascript:alert(1)",
            "data:text/plain,x",
            "file:///etc/passwd",
        ] {
            let error = url_of(Request::next_link(link)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Vendor, "{link}");
        }
        assert!(url_of(Request::next_link("HTTPS://API.EXAMPLE.COM/x")).is_ok());
    }

    #[test]
    fn a_next_link_at_home_is_followed_with_its_own_query() {
        for link in [
            "https://api.example.com/crm/v8/x?page=2",
            "/crm/v8/x?page=2",
            "https://api.example.com:443/crm/v8/x?page=2",
        ] {
            assert_eq!(
                url_of(Request::next_link(link)).unwrap().as_str(),
                "https://api.example.com/crm/v8/x?page=2"
            );
        }
    }

    #[test]
    fn a_parameter_that_a_link_has_already_is_not_added_again() {
        let request =
            Request::next_link("/crm/v8/x?page=2&version=75").query("version", 70).query("tenant", 1);
        let url = url_of(request).unwrap();
        assert_eq!(url.query(), Some("page=2&version=75&tenant=1"));
        let twice = url_of(Request::get(["x"]).query("id", 1).query("id", 2)).unwrap();
        assert_eq!(twice.query(), Some("id=1&id=2"), "a path's own parameters may repeat");
    }

    #[test]
    fn a_signed_link_goes_only_to_listed_hosts() {
        let to = |url: &str| url_of(Request::signed(http::Method::PUT, Url::parse(url).unwrap()));
        assert!(to("https://files.example.net/u?sig=1").is_ok());
        assert!(to("https://a.blob.example.org/u").is_ok());
        for bad in [
            "https://blob.example.org/u",
            "https://evilblob.example.org.evil.example/u",
            "http://files.example.net/u",
            "https://127.0.0.1/u",
            "https://x.files.example.net/",
        ] {
            assert!(to(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_url_that_would_be_too_long_is_refused_with_a_reason() {
        let error = url_of(Request::get(["x"]).query("fields", "f".repeat(9_000))).unwrap_err();
        assert!(error.to_string().contains("bytes long"), "{error}");
    }
}
