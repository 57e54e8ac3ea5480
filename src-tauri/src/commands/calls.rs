//! Every row of the table of commands as a function behind the bridge: the same name, request and reply.

use protocol::view::*;
use tauri::State;

use crate::host::Host;

macro_rules! lend {
    ($(
        #[doc = $doc:literal]
        $name:ident($request:ty) -> $reply:ty $(, changes $($tag:ident)+)?;
    )*) => {$(
        #[doc = $doc]
        #[tauri::command]
        pub(crate) async fn $name(
            host: State<'_, Host>,
            request: $request,
        ) -> Result<$reply, ErrorView> {
            host.call(stringify!($name), move |desk| desk.$name(request)).await
        }
    )*};
}

protocol::for_each_command!(lend);
