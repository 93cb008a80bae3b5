//! Content that a platform encrypted for the receiver.

use std::fmt;

use aws_lc_rs::cipher::{AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::refused;
use crate::error::{Error, Result};

/// Content that was encrypted for the holder of a key, in three base64 texts.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Sealed<'a> {
    /// The content's own key, 32 bytes, encrypted with the receiver's public key (RSA-OAEP with SHA-1).
    pub key: &'a str,
    /// The content, encrypted with its own key: AES-256-CBC with PKCS#7 padding; the initialisation vector is the first
    /// half of the key.
    pub data: &'a str,
    /// HMAC-SHA256 over the encrypted content, with its own key.
    pub signature: &'a str,
}

impl<'a> Sealed<'a> {
    /// Nothing yet: all three are needed.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    crate::setters!(key: &'a str, data: &'a str, signature: &'a str);
}

/// The private key that opens [`Sealed`] content.
///
/// That content opens proves that somebody encrypted it with the public key. It does not prove who: everybody may have
/// that key. Verify the delivery it came in.
pub struct ContentKey(OaepPrivateDecryptingKey);

impl ContentKey {
    /// An RSA key in PKCS#8, DER.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self> {
        let bad = |_| Error::config("the key for encrypted content is not an RSA key in PKCS#8");
        let key = PrivateDecryptingKey::from_pkcs8(der).map_err(|e| bad(e.to_string()))?;
        OaepPrivateDecryptingKey::new(key).map(Self).map_err(|e| bad(e.to_string()))
    }

    /// Opens `sealed`. Nothing is decrypted if the signature is wrong. Whatever goes wrong, the error is the same.
    pub fn open(&self, sealed: Sealed<'_>) -> Result<Zeroizing<Vec<u8>>> {
        self.try_open(sealed).ok_or_else(|| refused("the encrypted content cannot be opened"))
    }

    fn try_open(&self, sealed: Sealed<'_>) -> Option<Zeroizing<Vec<u8>>> {
        let wrapped = STANDARD.decode(sealed.key).ok()?;
        let mut room = Zeroizing::new(vec![0; self.0.min_output_size()]);
        let key = self.0.decrypt(&OAEP_SHA1_MGF1SHA1, &wrapped, &mut room, None).ok()?;
        let key: &[u8; 32] = (&*key).try_into().ok()?;

        let mut data = Zeroizing::new(STANDARD.decode(sealed.data).ok()?);
        let mac = hmac::Hmac::<Sha256>::new_from_slice(key).ok()?.chain_update(&*data);
        mac.verify_slice(&STANDARD.decode(sealed.signature).ok()?).ok()?;

        let start: &[u8; 16] = key.first_chunk()?;
        let cipher = PaddedBlockDecryptingKey::cbc_pkcs7(UnboundCipherKey::new(&AES_256, key).ok()?).ok()?;
        let context = DecryptionContext::Iv128(FixedLength::from(start));
        let length = cipher.decrypt(&mut data, context).ok()?.len();
        data.truncate(length);
        Some(data)
    }
}

impl fmt::Debug for ContentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentKey(RSA {})", self.0.key_size_bits())
    }
}
