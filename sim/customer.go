package sim

import (
	"math"
	"strings"
	"unsafe"
)

// customer is the state of one customer towards one brand, in one cache line:
// an event reads most of it, so it is kept together.
type customer struct {
	left         [ownClocks]float32 // resistance left on each clock of the journey
	satisfaction float32            // -1 … 1
	bond         float32            // 0 … 1
	trust        float32            // 0 … 1
	since        instant            // up to which the clocks have run
	wake         int32              // step in which to look at the customer again, at the latest
	weight       float32            // what has been taken off the clocks on the way to the first purchase
	limit        float32            // and up to where the credit for it stays, see credit
	teller       int32              // whose word the purchase will be credited to, or -1
	bought       uint16             // purchases, which is also how often the Buy clock was wound
	spoken       uint16             // windings of the Speak clock
	taste        turn               // how well the product fits the customer
	manner       turn               // how the customer answers surveys
	source       Source             // what the purchase will be credited to
	stage        Stage
	class        uint8 // segment and roles
	flags        uint8
}

// The record fills a cache line.
var _ = [1]struct{}{}[unsafe.Sizeof(customer{})-64]

// turn is a standard normal draw that lasts, in 1/4096.
type turn int16

func newTurn(z float64) turn { return turn(math.Floor(float64(z*4096) + 0.5)) }

func (t turn) value() float64 { return float64(t) * (1.0 / 4096) }

// Flags of a customer.
const (
	everBought uint8 = 1 << iota // has been credited as a customer won
	detractor                    // speaks against the brand
	surveyed                     // is counted in the survey, in the class of the next two bits
	promoterBit
	criticBit
	spokeBefore // the Speak clock has been wound
	ties        // is likely to need their ties when next looked at
)

// Role is a part that a customer plays in a programme. Roles are sets: a
// customer may be a member and an ambassador.
type Role uint8

// The roles that pressures may depend on.
const (
	Member     Role = 1 << iota // of the brand's community
	Ambassador                  // of the brand's advocacy programme
	Employee                    // of the brand
	roleCount  = 8              // sets of roles
)

// String names the roles, with a space between them.
func (r Role) String() string {
	var names []string
	for k, name := range []string{"member", "ambassador", "employee"} {
		if r&(1<<k) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

// MostSegments is the number of segments that a market may have: a customer's
// segment and roles are kept in a byte.
const MostSegments = 256 / roleCount

// trait is what a customer is like, drawn once.
type trait struct {
	talk, susceptible, basket, need, notice float32
	influence                               float32 // of what the customer says
}

// segmentOf returns the index of the customer's segment.
func (c *customer) segment() int { return int(c.class) / roleCount }

// roles returns the roles the customer plays.
func (c *customer) roles() Role { return Role(c.class % roleCount) }
