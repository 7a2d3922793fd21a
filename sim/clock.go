package sim

import (
	"fmt"
	"hash/fnv"
	"math/bits"
	"slices"

	"grapevine/chance"
)

// clockSet is a set of clocks, a bit each. Sets are gone through from the first
// clock to the last:
//
//	for left := set; left != 0; left = left.rest() {
//		k := left.first()
type clockSet uint64

// MostClocks is how many clocks a customer may have, those of the journey
// included.
const MostClocks = 64

// journeyClocks are those that are the same for everybody.
const journeyClocks clockSet = 1<<ownClocks - 1

// just returns the set of one clock.
func just(k Clock) clockSet { return 1 << (k % MostClocks) }

func (s clockSet) has(k Clock) bool { return s&just(k) != 0 }

func (s clockSet) first() Clock { return Clock(bits.TrailingZeros64(uint64(s))) }

func (s clockSet) rest() clockSet { return s & (s - 1) }

// clocksOf returns the clocks that run for a customer.
func (m *Market) clocksOf(i int32, c *customer) clockSet {
	set := m.running[c.stage][c.roles()]
	if m.still != nil {
		set &^= m.still[i]
	}
	return set
}

// OwnClock is a clock that a mechanism brings.
type OwnClock struct {
	Name    string                               // for the key of its luck: unique in the mechanism
	Stages  []Stage                              // where it runs
	Who     Role                                 // for whom: those who play all of these roles
	Not     Role                                 // but none of these
	Still   bool                                 // it stands still, for everybody, until SetClock has it run: a clock of few costs the others nothing
	Rate    func(i int32) float64                // hazard of customer i, 1/week; see Swayer for what it may read
	Ignores Feeling                              // feelings that Rate does not look at, so that it need not be asked again when they change
	Strike  func(s *Span, i int32, count uint32) // what happens; count strikes came before
	luck    chance.Luck
	table   int // that has brought it: 0 is the journey's own, then the mechanisms in the order in which they enter
}

// Feeling is a set of the attitudes of a customer.
type Feeling uint8

// The attitudes that a rate may depend on.
const (
	FeelsBond Feeling = 1 << iota
	FeelsSatisfied
	FeelsTrust
	Feelings = FeelsBond | FeelsSatisfied | FeelsTrust // all of them
)

// NewClock gives every customer one more clock. Call it when a mechanism
// enters the market.
func (m *Market) NewClock(c OwnClock) Clock {
	c.Name = m.entering + ": " + c.Name
	h := fnv.New32a()
	h.Write([]byte(c.Name))
	c.luck = m.Luck.Apart(int(h.Sum32()))
	for _, o := range m.own {
		if o.Name == c.Name {
			panic(fmt.Sprintf("sim: two clocks are called %q", c.Name))
		}
	}
	if m.entering != "" {
		c.table = len(m.roles) + 1
	}
	m.own = append(m.own, c)
	k := ownClocks + Clock(len(m.own)-1)
	m.SetClocks(k, true)
	return k
}

// openClocks makes room for what is known of the clocks that mechanisms have
// brought. It is called once all have entered.
func (m *Market) openClocks() error {
	if m.clocks = int(ownClocks) + len(m.own); m.clocks > MostClocks {
		return fmt.Errorf("the tables bring %d clocks beside the %d of the journey: want at most %d altogether, so leave some tables out", len(m.own), ownClocks, MostClocks)
	}
	var still clockSet
	m.brought, m.sways = make([]clockSet, len(m.roles)+1), make([]bool, len(m.roles)+1)
	for k := range m.own {
		c, set := &m.own[k], just(ownClocks+Clock(k))
		if c.Still {
			still |= set
		}
		if c.Ignores&Feelings != Feelings {
			m.feeling |= set
		}
		if c.Ignores&FeelsBond == 0 {
			m.bonding |= set
		}
		m.brought[c.table] |= set
	}
	for k, r := range m.roles {
		_, m.sways[k+1] = r.(Swayer)
	}
	for _, w := range m.swayers {
		some, few := w.(StageSwayer)
		for s := range m.swaying {
			if !few || slices.Contains(some.Sways(), Stage(s)) {
				m.swaying[s] = append(m.swaying[s], w)
			}
		}
	}
	if still != 0 {
		m.still = make([]clockSet, m.Plan.Customers)
		for i := range m.still {
			m.still[i] = still
		}
	}
	return nil
}

// ownAt returns the place of what is known of a mechanism's clock of a customer.
func (m *Market) ownAt(i int32, k Clock) int { return int(i)*len(m.own) + int(k-ownClocks) }

var purposeOwn = chance.NewPurpose("clock: a mechanism's own")

// wind winds a mechanism's clock of a customer. It returns how often that had
// been done before.
func (m *Market) wind(i int32, k Clock) uint32 {
	at := m.ownAt(i, k)
	count := m.wound[at]
	m.ownLeft[at] = float32(m.own[k-ownClocks].luck.Resistance(purposeOwn, uint32(i), count))
	m.wound[at] = count + 1
	return count
}

// SetClock lets a clock that is still at first run for the customer in hand, or
// stops it. Its rate must be 0 while it stands still.
func (s *Span) SetClock(i int32, k Clock, runs bool) {
	m := s.Market
	s.catchUp(i, &m.customers[i], m.step)
	switch {
	case m.still == nil: // all clocks run
	case runs:
		m.still[i] &^= just(k)
	default:
		m.still[i] |= just(k)
	}
}

// SetClock does so for any customer. Call it from Close or Start.
func (m *Market) SetClock(i int32, k Clock, runs bool) {
	m.Settle(i)
	m.spans[i/span].SetClock(i, k, runs)
}

// SetClocks lets a clock run, or stops it, for everybody for whom it does not
// stand still. Call it from Enter or Close, once all are settled. Its rate must
// be 0 while it is stopped.
func (m *Market) SetClocks(k Clock, runs bool) {
	o := &m.own[k-ownClocks]
	for _, s := range o.Stages {
		for roles := range Role(roleCount) {
			switch {
			case roles&o.Who != o.Who || roles&o.Not != 0:
			case runs:
				m.running[s][roles] |= just(k)
			default:
				m.running[s][roles] &^= just(k)
			}
		}
	}
}
