package sim

import "slices"

// Stage is where a customer stands in the journey towards a brand.
type Stage uint8

// The stages of the full journey. A scenario may leave some out, and may add
// its own after them.
const (
	Unaware Stage = iota
	Aware
	Considering
	Customer
	Loyal
	Advocate
	Lapsed
	standardStages
)

// MaxStages is the number of stages that a journey may have, a scenario's own
// included.
const MaxStages = 12

// StageNames lists the stages of the full journey in order, as scenarios and
// tables spell them.
var StageNames = []string{"unaware", "aware", "considering", "customer", "loyal", "advocate", "lapsed"}

// StageNamed returns the stage of the full journey with a name.
func StageNamed(name string) (Stage, bool) {
	i := slices.Index(StageNames, name)
	return Stage(max(i, 0)), i >= 0
}

// Clock is one of the things that can happen to a customer. The first five
// are the same for everybody; mechanisms and scenarios add their own.
type Clock uint8

// The clocks of the journey.
const (
	Forward   Clock = iota // notice, consider, decide, settle, champion or return, by stage
	Back                   // forget an offer, or step down from advocate to loyal
	Leave                  // stop being a customer
	Buy                    // buy again
	Speak                  // have a conversation about the brand
	ownClocks              // those of mechanisms and scenarios come after
)

// Exit is the pressure point of a lever: a clock in a stage.
type Exit struct {
	Stage Stage
	Clock Clock
}

// The exits of the full journey, by the names of the field.
var (
	Notice   = Exit{Unaware, Forward}
	Consider = Exit{Aware, Forward}
	Decide   = Exit{Considering, Forward}
	Settle   = Exit{Customer, Forward}
	Champion = Exit{Loyal, Forward}
	Return   = Exit{Lapsed, Forward}
)

// bought reports whether a customer in this stage of the full journey has the
// product now.
func bought(s Stage) bool { return s == Customer || s == Loyal || s == Advocate }
