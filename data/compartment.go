package data

// compartment is a group of records under one key.
type compartment uint8

// The compartments.
const (
	inContacts   compartment = 1 // volunteer, caseworker, manager
	inCasework   compartment = 2 // caseworker, manager
	inManagement compartment = 3 // manager
)

// Role is what a member may do; roles are keys.
type Role string

// The roles.
const (
	Volunteer  Role = "volunteer"
	Caseworker Role = "caseworker"
	Manager    Role = "manager"
)

// compartmentsOf lists the compartments whose keys a role holds.
func compartmentsOf(role Role) []compartment {
	switch role {
	case Manager:
		return []compartment{inContacts, inCasework, inManagement}
	case Caseworker:
		return []compartment{inContacts, inCasework}
	case Volunteer:
		return []compartment{inContacts}
	}
	return nil
}

// groupZero is the group of a compartment's records that belong to no contact
// and no case.
func groupZero(c compartment) ID { return ID{15: byte(c)} }

func (c compartment) holder() []byte { return []byte{byte(c)} }
