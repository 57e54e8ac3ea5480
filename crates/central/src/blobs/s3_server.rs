//! A real S3 service over a folder, on the loopback: `s3s-fs`. Requests are signed as with any other.

use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use object_store::aws::AmazonS3ConfigKey as Key;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::{BucketAddress, Pages};

const BUCKET: &str = "pages";
const ACCESS: &str = "motcua";
const SECRET: &str = "not-a-secret";

/// A running service with one bucket.
pub(crate) struct S3 {
    folder: TempDir,
    endpoint: String,
    _serving: JoinSet<()>,
}

impl S3 {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("a bucket");
        let files = FileSystem::new(folder.path()).expect("a service");
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single(ACCESS, SECRET));
        let service = service.build();
        let answer = move |request: Request| {
            let service = service.clone();
            async move {
                match service.call(request.map(s3s::Body::http_body_unsync)).await {
                    Ok(answer) => answer.map(axum::body::Body::new).into_response(),
                    Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
                }
            }
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let mut serving = JoinSet::new();
        let router = Router::new().fallback(answer);
        serving.spawn(async move { axum::serve(listener, router).await.expect("serves") });
        Self {
            folder,
            endpoint,
            _serving: serving,
        }
    }

    /// Its bucket, under a prefix, with what the environment would say.
    pub(crate) fn pages(&self) -> Pages {
        let mut address = BucketAddress::new(format!("s3://{BUCKET}/centre"));
        for (key, value) in [
            (Key::Endpoint, self.endpoint.as_str()),
            (Key::AccessKeyId, ACCESS),
            (Key::SecretAccessKey, SECRET),
            (Key::Region, "us-east-1"),
            (
                Key::Client(object_store::ClientConfigKey::AllowHttp),
                "true",
            ),
        ] {
            address.set(key, value);
        }
        Pages::Bucket(address)
    }

    /// Where the objects of the prefix are, as files.
    pub(crate) fn objects(&self) -> PathBuf {
        self.root().join(BUCKET).join("centre")
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }
}
