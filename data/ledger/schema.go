package ledger

// ApplicationID marks the file as ours in SQLite's header: "Nodd" in ASCII.
const ApplicationID = 0x4e6f6464

// FormatVersion is the newest format this program writes; it refuses newer
// ones.
const FormatVersion = 1

const schema = `
CREATE TABLE revision (
	n           INTEGER PRIMARY KEY,
	origin      BLOB    NOT NULL,
	seq         INTEGER NOT NULL,
	record      BLOB    NOT NULL,
	revision    BLOB    NOT NULL,
	parent      BLOB    NOT NULL,
	kind        INTEGER NOT NULL,
	grp         BLOB    NOT NULL,
	key_version INTEGER NOT NULL,
	box         BLOB,
	hash        BLOB    NOT NULL,
	previous    BLOB    NOT NULL,
	link        BLOB    NOT NULL,
	signature   BLOB    NOT NULL,
	UNIQUE (origin, seq)
) STRICT;
CREATE INDEX revision_record ON revision (record);
CREATE INDEX revision_group  ON revision (grp);
CREATE TABLE overview (
	record      BLOB    PRIMARY KEY,
	revision    BLOB    NOT NULL,
	kind        INTEGER NOT NULL,
	grp         BLOB    NOT NULL,
	key_version INTEGER NOT NULL,
	box         BLOB    NOT NULL
) STRICT;
CREATE TABLE box (
	class   INTEGER NOT NULL,
	subject BLOB    NOT NULL,
	holder  BLOB    NOT NULL,
	number  INTEGER NOT NULL,
	body    BLOB    NOT NULL,
	hash    BLOB    NOT NULL,
	PRIMARY KEY (class, subject, holder, number)
) STRICT;
CREATE TABLE box_copy (
	class   INTEGER NOT NULL,
	subject BLOB    NOT NULL,
	holder  BLOB    NOT NULL,
	number  INTEGER NOT NULL,
	body    BLOB    NOT NULL,
	hash    BLOB    NOT NULL,
	PRIMARY KEY (class, subject, holder, number)
) STRICT;
CREATE TABLE draft (
	member BLOB NOT NULL,
	form   BLOB NOT NULL,
	box    BLOB NOT NULL,
	PRIMARY KEY (member, form)
) STRICT;
`

// pragma is one setting and the answer that proves it took hold ("" = any).
type pragma struct{ set, want string }

// pragmas in the order in which they must be given: EXCLUSIVE before WAL, so
// that no shared memory file is made and a second program is told at once.
var pragmas = []pragma{
	{"locking_mode=EXCLUSIVE", "exclusive"},
	{"journal_mode=WAL", "wal"},
	{"synchronous=FULL", ""},
	{"fullfsync=ON", ""},
	{"checkpoint_fullfsync=ON", ""},
	{"secure_delete=ON", "1"},
	{"temp_store=MEMORY", ""},
	{"cell_size_check=ON", ""},
	{"trusted_schema=OFF", ""},
	{"foreign_keys=ON", ""},
	{"wal_autocheckpoint=100", "100"},
}

// answers are asked for after all pragmas are set: what was set without an
// answer has to be in force too.
var answers = []pragma{
	{"synchronous", "2"},
	{"temp_store", "2"},
	{"trusted_schema", "0"},
	{"foreign_keys", "1"},
	{"cell_size_check", "1"},
}
