package mechanism

import (
	"math"

	"grapevine/chance"
	"grapevine/sim"
)

// Emotion is being full of something: a purchase much better or much worse than
// expected moves customers for a while, and while it does they talk of it and,
// if it was good, feel closer to the brand (arousal makes people share: Berger
// 2011; delight and outrage as the ends of satisfaction: Schneider & Bowen
// 1999). What is as expected leaves them cold: only extremes talk. Now and then
// a purchase is a delight whatever the product. It presses on no clock of the
// journey.
type Emotion struct {
	Dates
	Gain     float64 `toml:"gain" unit:"1/week" default:"1" range:"[0,)" doc:"Conversations of somebody just moved by an experience as extreme as can be."`
	Line     float64 `toml:"line" default:"0.5" range:"[0,1)" doc:"How far an experience must be from what was expected to move at all."`
	HalfLife float64 `toml:"half_life" unit:"weeks" default:"1" range:"(0,)" doc:"Time in which half of the feeling is gone."`
	Closer   float64 `toml:"closer" default:"0.1" range:"[0,1]" doc:"How much a good experience as extreme as can be lifts the bond, beside what every good one does."`
	Delight  float64 `toml:"delight" default:"0.02" range:"[0,1]" doc:"Share of purchases that are a delight whatever the product."`
	Size     float64 `toml:"delight_size" default:"1" range:"[0,2]" doc:"How much better than otherwise these are."`
	Cost     float64 `toml:"cost_per_delight" unit:"money" default:"0" range:"[0,)" doc:"What making somebody that happy costs."`
}

// Check implements sim.Mechanism.
func (e *Emotion) Check(*sim.Plan) []error { return e.check() }

// Tallies implements sim.Tallier.
func (e *Emotion) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "delights", Doc: "purchases that were a delight"},
		{Name: "moved_customers", Doc: "purchases that moved the customer"},
		{Name: "moved_words", Doc: "conversations out of that feeling"},
	}
}

// Enter implements sim.Mechanism.
func (e *Emotion) Enter(m *sim.Market) any {
	r := &emotion{Emotion: e, m: m, account: m.NewAccount()}
	for k, c := range []*sim.Column{&r.delights, &r.moved, &r.words} {
		*c = m.NewTally(e.Tallies()[k])
	}
	if e.never(m.Plan) {
		return nil
	}
	r.full, r.since = make([]float32, m.Plan.Customers), make([]float32, m.Plan.Customers)
	if e.Gain > 0 {
		r.clock = m.NewClock(sim.OwnClock{
			Name: "talk of it", Stages: []sim.Stage{sim.Customer, sim.Loyal, sim.Advocate, sim.Lapsed}, Still: true, Ignores: sim.Feelings,
			Rate: func(i int32) float64 { return e.Gain * float64(r.full[i]) }, Strike: r.talk,
		})
	}
	return r
}

type emotion struct {
	*Emotion
	m       *sim.Market
	account sim.Account

	clock sim.Clock // of those who are moved, if it makes them talk
	full  []float32 // how moved the customer was, 0 … 1, by the last that moved
	since []float32 // when

	delights, moved, words sim.Column
}

var (
	purposeDelight = chance.NewPurpose("emotion: delight")
	purposeFull    = chance.NewPurpose("emotion: still full of it")
)

// Experience implements sim.Experiencer.
func (r *emotion) Experience(i int32, count uint32) float64 {
	if r.delighted(i, count) && r.on(r.m.Week(), r.m.Spent(r.account)) {
		return r.Size
	}
	return 0
}

func (r *emotion) delighted(i int32, count uint32) bool {
	return r.m.Luck.Uniform(purposeDelight, uint32(i), count) < r.Delight
}

// Sold implements sim.Seller.
func (r *emotion) Sold(s *sim.Span, i int32, sale sim.Sale) {
	if !r.on(r.m.Week(), r.m.Spent(r.account)) {
		return
	}
	if r.delighted(i, sale.Count) {
		s.Count(r.delights, 1)
		s.Spend(r.account, r.Cost)
	}
	z := max(-1, min(1, sale.Appeal))
	extreme := (math.Abs(z) - r.Line) / (1 - r.Line)
	if extreme <= 0 {
		return
	}
	s.Count(r.moved, 1)
	if z > 0 {
		s.Feel(i, 0, r.Closer*extreme*(1-r.m.Bond(i)), 0)
	} else {
		s.Feel(i, 0, 0, 0)
	}
	r.full[i], r.since[i] = float32(extreme), float32(s.Now())
	if r.Gain > 0 {
		s.SetClock(i, r.clock, true)
	}
}

// talk has the customer in hand have a conversation, if what moved them still
// does: the clock runs as if it had just happened.
func (r *emotion) talk(s *sim.Span, i int32, count uint32) {
	left := chance.Exp(-math.Ln2 * (s.Now() - float64(r.since[i])) / r.HalfLife)
	if left < stale {
		r.full[i] = 0
		s.SetClock(i, r.clock, false)
	}
	if r.m.Luck.Uniform(purposeFull, uint32(i), count) < left && r.on(s.Now(), r.m.Spent(r.account)) {
		s.Count(r.words, 1)
		s.Converse(i)
	}
}
