//! What a consent is guarded by: values that nobody can guess, and the challenge of PKCE.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// 256 random bits of the system as 43 characters that need no encoding in a URL: a state, or a verifier as
/// RFC 7636, section 4.1, recommends it.
pub(super) fn unguessable() -> Result<Zeroizing<String>> {
    let mut bits = Zeroizing::new([0_u8; 32]);
    getrandom::fill(&mut *bits).map_err(|e| Error::config(format!("the system has no random bits: {e}")))?;
    Ok(Zeroizing::new(URL_SAFE_NO_PAD.encode(*bits)))
}

/// The challenge for `verifier` by the method `S256` (RFC 7636, section 4.2).
pub(super) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_rfc_7636_appendix_b() {
        let challenge = challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn what_nobody_can_guess_is_new_each_time_and_fit_for_a_url() {
        let (one, other) = (unguessable().unwrap(), unguessable().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), 43);
        assert!(one.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    }
}
