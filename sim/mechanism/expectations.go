package mechanism

import (
	"grapevine/chance"
	"grapevine/sim"
)

// Expectations are no longer the same for everybody and for ever: they drift
// towards what customers have been told and towards what they have met, so that
// praise and promises are held against the next purchase, and both delight and
// disappointment wear off (Boulding, Kalra, Staelin & Zeithaml 1993; Oliver
// 1980). It presses on no clock: what it changes is how a purchase feels.
type Expectations struct {
	Dates
	Words    float64 `toml:"words" default:"0.1" range:"[0,1]" doc:"Share by which a word moves what its hearer expects towards what it says."`
	Praise   float64 `toml:"praise" default:"0.3" range:"[0,1]" doc:"How much more quality than the brand is known for a good word promises, and a bad word less."`
	Met      float64 `toml:"met" default:"0.2" range:"[0,1]" doc:"Share by which a purchase moves what the customer expects towards what was met."`
	Promised float64 `toml:"promised" unit:"1/week" default:"0.2" range:"[0,)" doc:"How fast expectations follow what advertising promises, up and down; without this table they do at once."`
}

// Check implements sim.Mechanism.
func (e *Expectations) Check(*sim.Plan) []error { return e.check() }

// Tallies implements sim.Tallier.
func (e *Expectations) Tallies() []sim.Tally {
	return []sim.Tally{{Name: "expected_quality", Stock: true, Doc: "quality that customers expected at purchases of late, the mean in ten-thousandths"}}
}

// Enter implements sim.Mechanism.
func (e *Expectations) Enter(m *sim.Market) any {
	r := &expectations{Expectations: e, m: m, desk: m.NewDesk(), mean: m.NewTally(e.Tallies()[0])}
	if e.never(m.Plan) {
		return nil
	}
	r.more = make([]float32, m.Plan.Customers)
	r.pace = 1 - chance.Exp(-e.Promised*m.Dt())
	return r
}

type expectations struct {
	*Expectations
	m    *sim.Market
	desk sim.Desk
	mean sim.Column

	more     []float32 // quality expected beyond the plan's, by customer
	promised float64   // by advertising, as far as it has sunk in
	held     float64   // and what is held against the next purchase beside Market.Promise
	pace     float64   // by which it sinks in, a step
	shown    int64
	sum      float64 // of what was expected at purchases
	count    float64
}

// Experience implements sim.Experiencer: a unit of quality expected in vain is
// two of experience.
func (r *expectations) Experience(i int32, _ uint32) float64 {
	return -2 * (float64(r.more[i]) + r.held)
}

// Heard implements sim.Hearer.
func (r *expectations) Heard(_ *sim.Span, w sim.Word) {
	if w.Flags&sim.Mute != 0 || !r.on(r.m.Week(), 0) {
		return
	}
	said := r.Praise
	if w.Flags&sim.Bad != 0 {
		said = -r.Praise
	}
	r.more[w.To] += float32(r.Words * (said - float64(r.more[w.To])))
}

// Sold implements sim.Seller: half of the experience is the quality by which it
// was better than expected.
func (r *expectations) Sold(s *sim.Span, i int32, sale sim.Sale) {
	if !r.on(s.Now(), 0) {
		return
	}
	s.Report(r.desk, sim.Report{Who: i, What: int32(tenThousandths(max(0, r.m.Plan.Product.Expectation+float64(r.more[i])+r.promised)))})
	more := float64(r.more[i]) + float64(r.Met*max(-1, min(1, sale.Appeal))/2)
	r.more[i] = float32(max(-1, min(1, more)))
}

// Close implements sim.Closer.
func (r *expectations) Close(m *sim.Market, week float64) {
	if r.held = 0; r.on(week, 0) {
		r.promised += float64((m.Promise - r.promised) * r.pace)
		r.held = r.promised - m.Promise
	}
	r.sum, r.count = float64(r.sum*(1-m.Dt()/4)), float64(r.count*(1-m.Dt()/4))
	m.Reports(r.desk, func(b sim.Report) {
		r.sum += float64(b.What)
		r.count++
	})
	if r.count > 0 {
		mean := tenThousandths(r.sum / r.count / 10_000)
		m.Count(r.mean, mean-r.shown)
		r.shown = mean
	}
}
