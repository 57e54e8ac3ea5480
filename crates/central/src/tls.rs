//! TLS 1.3 with the centre's own CA. The CA is made at the first start and its fingerprint travels
//! in every enrolment code, so a desk trusts this CA and no other. The server's certificate is made
//! anew at each start for the addresses it listens on; its key never touches the disk.
//!
//! Validity runs from 1970: a counter's clock may stand anywhere (a dead battery says 1970), and a
//! desk that could not connect could never learn the right time.

use std::path::Path;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::{files, hex};

const CA_KEY_FILE: &str = "ca-key.pem";
const CA_FILE: &str = "ca.der";
const LAST_YEAR: i32 = 2125;

/// The centre's certificate authority.
pub(crate) struct Authority {
    key: KeyPair,
    der: Vec<u8>,
}

impl Authority {
    /// Reads the CA of `folder`, making it the first time.
    pub(crate) fn load_or_make(folder: &Path) -> Result<Self, Error> {
        files::private_folder(folder)?;
        let (key_path, der_path) = (folder.join(CA_KEY_FILE), folder.join(CA_FILE));
        if let Some(pem) = files::read_if_there(&key_path)? {
            let damaged = || Error::KeyFile {
                path: key_path.clone(),
            };
            let pem = String::from_utf8(pem).map_err(|_not_text| damaged())?;
            let key = KeyPair::from_pem(&pem).map_err(|_no_key| damaged())?;
            let der = match files::read_if_there(&der_path)? {
                Some(der) => der,
                None => make_certificate(&key, &der_path)?,
            };
            return Ok(Self { key, der });
        }
        let key = KeyPair::generate()?;
        files::write_private(&key_path, key.serialize_pem().as_bytes())?;
        let der = make_certificate(&key, &der_path)?;
        Ok(Self { key, der })
    }

    /// The CA certificate.
    pub(crate) fn der(&self) -> &[u8] {
        &self.der
    }

    /// SHA-256 of the CA certificate, as enrolment codes carry it.
    pub(crate) fn fingerprint(&self) -> String {
        hex::encode(&Sha256::digest(&self.der))
    }

    /// TLS for a server reached by `names`, DNS names or addresses.
    pub(crate) fn server_config(&self, names: Vec<String>) -> Result<Arc<ServerConfig>, Error> {
        let issuer = Issuer::new(ca_params(), &self.key);
        let key = KeyPair::generate()?;
        let certificate = server_certificate(names, &key, &issuer)?;
        let chain = vec![
            certificate.der().clone(),
            CertificateDer::from(self.der.clone()),
        ];
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

fn make_certificate(key: &KeyPair, path: &Path) -> Result<Vec<u8>, Error> {
    let der = ca_params().self_signed(key)?.der().to_vec();
    files::write_private(path, &der)?;
    Ok(der)
}

fn ca_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params
        .distinguished_name
        .push(DnType::CommonName, "Một Cửa Desk centre");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = date_time_ymd(1970, 1, 1);
    params.not_after = date_time_ymd(LAST_YEAR, 1, 1);
    params
}

fn server_certificate(
    names: Vec<String>,
    key: &KeyPair,
    issuer: &Issuer<'_, &KeyPair>,
) -> Result<Certificate, Error> {
    let mut params = CertificateParams::new(names)?;
    params
        .distinguished_name
        .push(DnType::CommonName, "Một Cửa Desk");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    params.not_before = date_time_ymd(1970, 1, 1);
    params.not_after = date_time_ymd(LAST_YEAR, 1, 1);
    Ok(params.signed_by(key, issuer)?)
}
