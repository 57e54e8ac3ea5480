//! Every code an error may carry to the window. The window's messages have words for each; a code
//! exists only if someone reads it.

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal;)*) => {
        /// A stable code of [`protocol::view::ErrorView`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)*
        }

        impl Code {
            /// Every code, in order, with what it means.
            pub const ALL: &[(Self, &'static str)] = &[$((Self::$name, concat!($($doc),+)),)*];

            /// The code as the window reads it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// A fault of the program; the log has the chain under the trace id.
    Internal = "app.internal";
    /// A desk goes on after a fork only with a reason (params: max).
    ThawReason = "thaw.reason";
    /// The desk is not enrolled yet.
    Unenrolled = "app.unenrolled";
    /// Nobody is signed in.
    SignedOut = "app.signed_out";
    /// The screen is locked.
    Locked = "app.locked";
    /// The officer's role may not do this.
    NotAllowed = "app.not_allowed";
    /// The office's list of officers no longer has this one.
    OfficerRemoved = "app.officer_removed";

    /// The enrolment code cannot be read.
    EnrolCode = "enrol.code";
    /// The code was used or has run out.
    EnrolUsed = "enrol.used";
    /// The centre at that address is not the one the code names.
    EnrolFingerprint = "enrol.fingerprint";
    /// The desk has no usable label (params: max).
    EnrolLabel = "enrol.label";
    /// The desk is enrolled already.
    EnrolAlready = "enrol.already";
    /// The code is not the one that recovers this desk.
    EnrolRecovery = "enrol.recovery";

    /// Wrong password (params: left).
    SignInPassword = "sign_in.password";
    /// Too soon after a wrong one (params: seconds).
    SignInWait = "sign_in.wait";
    /// Five wrong passwords (params: minutes).
    SignInLocked = "sign_in.locked";
    /// The first sign-in of an officer needs the centre.
    SignInOffline = "sign_in.offline";
    /// The desk has not heard the centre for too long: sign in while it answers (params: days).
    SignInOfflineTooLong = "sign_in.offline_too_long";
    /// No such officer.
    SignInUnknown = "sign_in.unknown";
    /// The centre holds no key of this desk.
    SignInNoKey = "sign_in.no_key";

    /// The centre cannot be reached.
    LinkRefused = "link.refused";
    /// The centre does not answer in time.
    LinkTimeout = "link.timeout";
    /// The certificate is not the centre's.
    LinkCertificate = "link.certificate";
    /// The answers of the centre make no sense.
    LinkGarbled = "link.garbled";
    /// The desk or officer was revoked.
    LinkRevoked = "link.revoked";
    /// The centre speaks another version.
    LinkProtocol = "link.protocol";
    /// The centre wants the password again.
    LinkSignIn = "link.sign_in";

    /// No usable secret service.
    KeyringAbsent = "keyring.absent";
    /// The secrets of this desk are gone from the keyring.
    KeyringLost = "keyring.lost";

    /// The disk is full.
    StoreFull = "store.full";
    /// The database is damaged and was put aside (params: file).
    StoreCorrupt = "store.corrupt";
    /// A newer program made the database.
    StoreNewer = "store.newer";
    /// Another program holds the database.
    StoreBusy = "store.busy";
    /// There is no database; it is made anew from the centre at an online sign-in.
    StoreMissing = "store.missing";
    /// The folder of the desk cannot be read or written (params: what).
    StoreFolder = "store.folder";

    /// The card cannot be read: no card at all.
    CardNotACard = "card.not_a_card";
    /// The reading was cut short, doubled or damaged: read it again.
    CardDamaged = "card.damaged";
    /// Damaged by an active input method: switch it off, or scan into the card field.
    CardGarbled = "card.garbled";
    /// A VNeID QR, which cannot be read here: ask for the number.
    CardVneid = "card.vneid";
    /// The number on the card is not right.
    CardNumber = "card.number";

    /// Nothing was published to this desk yet.
    CatalogueAbsent = "catalogue.absent";
    /// No such procedure.
    ProcedureUnknown = "procedure.unknown";

    /// No such draft of this officer.
    DraftUnknown = "draft.unknown";
    /// The draft is larger than any intake.
    DraftTooLarge = "draft.too_large";
    /// The draft was written by another version.
    DraftUnreadable = "draft.unreadable";
    /// Too many parked intakes (params: max).
    DraftTooMany = "draft.too_many";

    /// Fields are not right; `fields` says which.
    IntakeFields = "intake.fields";
    /// A rule refuses; the params say which (`reason`).
    IntakeRefused = "intake.refused";
    /// The clock is below the last recorded act: set it right, or confirm the day, first.
    IntakeClock = "intake.clock";
    /// The day is not in doubt, or the centre is heard and says another: set the clock.
    DayCentre = "day.centre";
    /// The officer named is no lead of this office.
    DayLead = "day.lead";
    /// The lead has never signed in here, so no password can be checked: by telephone.
    DayNoSlot = "day.no_slot";
    /// The code is not the one for this challenge and day; there is a new challenge.
    DayCode = "day.code";
    /// No telephone code: the centre has given no key for it yet.
    DayNoKey = "day.no_key";

    /// A letter cannot be printed (params: codePoint).
    IntakeGlyph = "intake.glyph";
    /// The receipt does not fit its form.
    IntakeForm = "intake.form";
    /// Too little room on the disk for another dossier.
    IntakeDisk = "intake.disk";
    /// The officer has worked without the centre for too long (params: days).
    IntakeOfflineTooLong = "intake.offline_too_long";

    /// No such dossier here.
    DossierUnknown = "dossier.unknown";
    /// The act is not possible now (params: reason).
    DossierRefused = "dossier.refused";
    /// More than may be asked for at once (params: max).
    TooMany = "list.too_many";
    /// No such target of a hand-over.
    TargetUnknown = "forward.target";

    /// Another desk holds it and the centre cannot be asked.
    ClaimOffline = "claim.offline";
    /// It was claimed or handed over meanwhile (params: desk).
    ClaimMoved = "claim.moved";

    /// No such open task.
    TaskUnknown = "task.unknown";
    /// The task cannot be ended that way.
    TaskChoice = "task.choice";
    /// No number of the day of reception is at hand.
    TaskNoCode = "task.no_code";
    /// The file for the administrator cannot be written.
    TaskFolder = "task.folder";

    /// Nothing waits that could be carried.
    CourierNothing = "courier.nothing";
    /// The folder is not there or cannot be written.
    CourierFolder = "courier.folder";
    /// Too little room there.
    CourierFull = "courier.full";
    /// The stick went away while it was written.
    CourierGone = "courier.gone";
    /// What was read back is not what was written.
    CourierReadBack = "courier.read_back";
    /// No file at this path.
    CourierAnswerMissing = "courier.answer_missing";
    /// The file is no answer, or it is damaged.
    CourierAnswerFile = "courier.answer_file";
    /// A newer program wrote the answer.
    CourierAnswerNewer = "courier.answer_newer";
    /// The answer is not signed by this desk's centre.
    CourierAnswerCentre = "courier.answer_centre";
    /// The answer is for another desk.
    CourierAnswerOther = "courier.answer_other";
    /// The answer is about a bundle this desk does not know.
    CourierAnswerUnknown = "courier.answer_unknown";
    /// The centre was restored after it gave this answer.
    CourierAnswerStale = "courier.answer_stale";

    /// No such page or file.
    AttachmentUnknown = "attachment.unknown";
    /// No such paper.
    ComponentUnknown = "attachment.component";
    /// Its bytes are not here and the centre cannot be reached.
    PageOffline = "page.offline";
    /// It has no picture.
    PageNoPicture = "page.no_picture";
    /// A scan is running already.
    ScanRunning = "scan.running";
    /// No scanner is chosen.
    ScanNone = "scan.none";

    /// No such print job.
    PrintUnknown = "print.unknown";
    /// No printer is chosen or found.
    PrintNone = "print.none";
    /// The job is not one that can be tried again.
    PrintNotNow = "print.not_now";
    /// The receipt cannot be written there.
    PrintFolder = "print.folder";

    /// No such setting, or not this value.
    SettingValue = "settings.value";
    /// The backup could not be made.
    BackupFailed = "backup.failed";
    /// The folder is no backup of this desk.
    RestoreBackup = "restore.backup";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_faults_share_a_code() {
        let mut texts: Vec<&str> = Code::ALL.iter().map(|(code, _)| code.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), Code::ALL.len(), "a code has one meaning");
    }
}
