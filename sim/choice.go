package sim

import (
	"hash/fnv"
	"math"
	"slices"

	"grapevine/chance"
)

// Use is what a customer uses: nothing, the brand's product, or one of the
// alternatives to it. Nobody uses two at a time.
type Use uint8

// What a customer may use. Alternatives are numbered from Others on.
const (
	Nothing Use = iota
	Ours
	Others
)

// Rivalry is what the brand competes with. The engine asks it what each option
// is worth to a customer who is to choose, adds the luck of the occasion, and
// lets happen what was chosen: the choice is a multinomial logit (McFadden
// 1974). A rivalry never moves a customer itself.
type Rivalry interface {
	// Worth writes what each option is worth to a customer, by Use; what is
	// not open to the customer is -Inf. It may look at the customer's own
	// state, and at others' as of the last step.
	Worth(i int32, worth []float64)

	// Turned is told that the customer in hand uses something else now.
	Turned(s *Span, i int32, from, to Use)
}

// contest is the state of a market with a rivalry.
type contest struct {
	Rivalry
	used   []Use         // by customer
	chosen []uint16      // occasions to choose so far, by customer
	freed  []uint16      // how often a customer was taken off an alternative
	luck   []chance.Luck // of every option, by its name: what else there is changes nothing
	weighs bool          // customers weigh options; else the first to strike has them
}

// Compete enters a rivalry with alternatives of some names; used is what
// everybody uses at the start. Call it when a mechanism enters, once a market.
func (m *Market) Compete(r Rivalry, names []string, used []Use) {
	if m.contest != nil {
		panic("sim: a market has one rivalry")
	}
	c := &contest{Rivalry: r, used: used, chosen: make([]uint16, len(used)), freed: make([]uint16, len(used))}
	for _, name := range append([]string{"", " "}, names...) { // no brand is called so
		h := fnv.New32a()
		h.Write([]byte(name))
		c.luck = append(c.luck, m.Luck.Apart(int(h.Sum32())))
	}
	c.weighs = slices.Contains(m.Plan.path(), Considering)
	m.contest = c
}

// Using returns what a customer uses. Without a rivalry it is Nothing.
func (m *Market) Using(i int32) Use {
	if m.contest == nil {
		return Nothing
	}
	return m.contest.used[i]
}

var (
	purposeChoice = chance.NewPurpose("choice: what an option is worth at an occasion")
	purposeFreed  = chance.NewPurpose("clock: forward once off an alternative")
)

// choose returns what a customer chooses at an occasion: what is worth most,
// with Gumbel noise that is drawn once for a customer, option and occasion.
func (s *Span) choose(i int32) Use {
	m := s.Market
	c := m.contest
	n := len(c.luck)
	if s.worth == nil {
		s.worth = make([]float64, n)
	}
	c.Worth(i, s.worth)
	best, most := c.used[i], math.Inf(-1)
	for k, w := range s.worth {
		if math.IsInf(w, -1) {
			continue
		}
		gumbel := -chance.Log(c.luck[k].Resistance(purposeChoice, uint32(i), uint32(c.chosen[i])))
		if w+gumbel > most {
			best, most = Use(k), w+gumbel
		}
	}
	c.chosen[i]++
	return best
}

// decides lets a customer whose Forward clock has struck choose, where it
// leads to a purchase. It reports whether the clock has its way.
func (s *Span) decides(i int32, c *customer) bool {
	m := s.Market
	if !m.contest.weighs || c.stage != Considering {
		return true
	}
	to := s.choose(i)
	if to == Ours {
		return true
	}
	s.putOff(i, c)
	s.turn(i, to)
	return false
}

// putOff takes a customer who considered the brand and did not buy back to
// where one comes from, to consider it another time.
func (s *Span) putOff(i int32, c *customer) {
	m := s.Market
	if m.back[c.stage] != c.stage {
		s.move(i, c, m.back[c.stage])
		return
	}
	m.passed[m.passage(i, c.stage)]++
	m.windExits(i, c)
}

// Occasion has the customer in hand turn to an alternative. Where the journey
// has a stage in which options are weighed, the customer chooses among all;
// else who uses nothing takes it, and who uses something stays.
func (s *Span) Occasion(i int32, to Use) {
	m := s.Market
	c := &m.customers[i]
	switch before := m.contest.used[i]; {
	case !m.contest.weighs && before != Nothing:
		return
	case m.contest.weighs:
		if to = s.choose(i); to == before {
			return
		}
	}
	switch {
	case to == Ours:
		s.move(i, c, m.forward[c.stage])
		return
	case bought(c.stage):
		if !m.clocksOf(i, c).has(Leave) {
			return // this journey has no way out
		}
		s.turn(i, to)
		s.move(i, c, Lapsed)
		return
	case c.stage == Considering:
		s.putOff(i, c)
	}
	s.turn(i, to)
}

// turn has a customer use something else. If options are not weighed, whoever
// uses an alternative is out of reach until it is given up.
func (s *Span) turn(i int32, to Use) {
	m := s.Market
	k := m.contest
	from := k.used[i]
	if from == to {
		return
	}
	k.used[i] = to
	s.stale |= staleAll
	c := &m.customers[i]
	switch {
	case k.weighs:
	case to >= Others:
		m.hold(i, c)
	case from >= Others && to == Nothing && m.forward[c.stage] != c.stage:
		k.freed[i]++
		r := m.Luck.Resistance(purposeFreed, uint32(i), uint32(k.freed[i]))
		if c.left[Forward] = float32(r); m.forward[c.stage] == Customer {
			c.left[Forward] = m.atPrice(c, r)
		}
	}
	k.Turned(s, i, from, to)
}

// hold keeps a user of an alternative from ever buying.
func (m *Market) hold(i int32, c *customer) {
	if k := m.contest; k != nil && !k.weighs && k.used[i] >= Others {
		c.left[Forward] = float32(math.Inf(1))
	}
}

// follow keeps what is used true to the stage.
func (s *Span) follow(i int32, c *customer, from Stage) {
	switch {
	case bought(c.stage) && !bought(from):
		s.turn(i, Ours)
	case !bought(c.stage) && bought(from) && s.Market.contest.used[i] == Ours:
		s.turn(i, Nothing)
	}
}

// Forsake has the customer in hand give up an alternative for nothing.
func (s *Span) Forsake(i int32) {
	if s.Market.Using(i) >= Others {
		s.turn(i, Nothing)
	}
}

// Forsake has a customer give up an alternative for nothing. Call it from
// Close.
func (m *Market) Forsake(i int32) {
	m.Settle(i)
	m.spans[i/span].Forsake(i)
}

// PushClock takes resistance off a mechanism's own clock of the customer in
// hand, as a word does, or winds it up if the push is negative.
func (s *Span) PushClock(i int32, k Clock, resistance float64) {
	s.Market.pushClock(i, k, resistance)
	s.Market.rouse(i, s.Market.step)
}

// PushClock takes resistance off a mechanism's own clock of a customer. Call
// it from Close.
func (m *Market) PushClock(i int32, k Clock, resistance float64) {
	m.Settle(i)
	m.pushClock(i, k, resistance)
}

func (m *Market) pushClock(i int32, k Clock, resistance float64) {
	at := m.ownAt(i, k)
	if m.wound[at] == 0 {
		m.wind(i, k)
	}
	m.ownLeft[at] -= float32(resistance)
}
