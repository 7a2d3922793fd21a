package mechanism

import (
	"math"

	"grapevine/chance"
	"grapevine/sim"
)

// Feedback is listening and acting: the brand asks customers who had a bad
// experience, hears some of them, and acts on some of what it hears; after a
// lag the product or the service is better for everybody (voice instead of
// exit: Hirschman 1970; complaints as a source of improvement: Fornell &
// Wernerfelt 1987). What service takes down is heard without asking. It
// presses on no clock: customers meet a higher quality at their next purchase,
// and being heard lifts the bond. The first complaints teach most, and what
// was learnt grows old.
type Feedback struct {
	Dates
	Listen      float64 `toml:"listen" default:"0.3" range:"[0,1]" doc:"Share of bad experiences that the brand hears of by asking for them."`
	Act         float64 `toml:"act" default:"0.5" range:"[0,1]" doc:"Share of what is heard that is acted on."`
	LagWeeks    float64 `toml:"lag_weeks" unit:"weeks" default:"8" range:"[0,)" doc:"Time from a complaint to the improvement that customers meet."`
	Gain        float64 `toml:"gain" default:"0.5" range:"[0,1]" doc:"Share of what quality lacks that is gained when all has been learnt that complaints can teach."`
	HalfGain    float64 `toml:"half_gain" default:"0.01" range:"(0,)" doc:"Complaints acted on, per customer of the market, that bring half of it."`
	HalfLife    float64 `toml:"half_life" unit:"weeks" default:"52" range:"[0,)" doc:"Time in which half of what was learnt is out of date; 0 is never."`
	Recognition float64 `toml:"recognition" default:"0.02" range:"[0,1]" doc:"How much being asked and heard lifts the bond."`
	CostPerCase float64 `toml:"cost_per_case" unit:"money" default:"5" range:"[0,)" doc:"Cost of acting on one complaint."`
	CostPerWeek float64 `toml:"cost_per_week" unit:"money" default:"50" range:"[0,)" doc:"Cost of asking and listening."`
}

// Check implements sim.Mechanism.
func (f *Feedback) Check(*sim.Plan) []error { return f.check() }

// Tallies implements sim.Tallier.
func (f *Feedback) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "feedback_heard", Doc: "bad experiences that the brand heard of and listened to"},
		{Name: "feedback_acted", Doc: "complaints that the brand acted on"},
		{Name: "quality_gained", Stock: true, Doc: "what feedback has added to quality, in ten-thousandths"},
	}
}

// lag is the lag in steps; one beyond the run is as good as any.
func (f *Feedback) lag(p *sim.Plan) int {
	return int(math.Ceil(min(f.LagWeeks, float64(p.Weeks)+1)/p.Step - 1e-9))
}

// Enter implements sim.Mechanism.
func (f *Feedback) Enter(m *sim.Market) any {
	r := &feedback{
		Feedback: f, m: m, desk: m.NewDesk(), account: m.NewAccount(),
		pending: make([]float64, f.lag(m.Plan)+1),
		fade:    1,
	}
	if f.HalfLife > 0 {
		r.fade = chance.Exp(-m.Dt() / f.HalfLife * math.Ln2)
	}
	for k, c := range []*sim.Column{&r.heard, &r.acted, &r.gained} {
		*c = m.NewTally(f.Tallies()[k])
	}
	r.complaints = m.NewTally(sim.Tally{Name: "complaints"})
	if f.never(m.Plan) {
		return nil
	}
	return r
}

type feedback struct {
	*Feedback
	m       *sim.Market
	desk    sim.Desk
	account sim.Account

	heard, acted, gained, complaints sim.Column

	pending []float64 // complaints being acted on, a ring by step
	at      int       // of the ring, in the present step
	told    int64     // complaints to service this week that have been looked at
	voices  float64   // parts of a complaint heard
	cases   float64   // and acted on, that wait until they are a whole one
	learnt  float64   // complaints that have borne fruit, less what is out of date
	fade    float64   // of what was learnt, a step
	bonus   float64   // on quality at present
}

var purposeAsked = chance.NewPurpose("feedback: heard")

// Sold implements sim.Seller.
func (r *feedback) Sold(s *sim.Span, i int32, sale sim.Sale) {
	if sale.Appeal >= 0 || !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	if r.m.Luck.Uniform(purposeAsked, uint32(i), sale.Count) < r.Listen {
		s.Report(r.desk, sim.Report{Who: i})
		s.Feel(i, 0, r.Recognition*(1-r.m.Bond(i)), 0)
	}
}

// Close implements sim.Closer: what was heard is acted on, what was acted on a
// lag ago bears fruit.
func (r *feedback) Close(m *sim.Market, _ float64) {
	heard := 0.0
	m.Reports(r.desk, func(sim.Report) { heard++ })
	told := m.Level(r.complaints) - r.told
	r.told += told
	if r.on(m.Week(), m.Spent(r.account)) {
		// Those who told service may have been asked too, and count once.
		heard += float64(float64(told) * (1 - r.Listen))
	}
	r.hear(m, heard)
	r.at = (r.at + 1) % len(r.pending)
	r.learnt = float64(r.learnt*r.fade) + r.pending[r.at]
	r.pending[r.at] = 0
	bonus := float64(r.Gain * (1 - m.Plan.Product.Quality) * (1 - chance.Exp(-r.learnt/float64(m.Customers())/r.HalfGain*math.Ln2)))
	m.Bonus += bonus - r.bonus
	m.Count(r.gained, tenThousandths(bonus)-tenThousandths(r.bonus))
	r.bonus = bonus
}

// hear takes complaints in and has the brand act on its share of them. Parts
// of a complaint wait until they are a whole one.
func (r *feedback) hear(m *sim.Market, complaints float64) {
	whole := func(x *float64) int64 {
		n := math.Floor(*x + 1e-9)
		*x -= n
		return int64(n)
	}
	r.voices += complaints
	n := whole(&r.voices)
	m.Count(r.heard, n)
	r.cases += float64(r.Act * float64(n))
	acted := whole(&r.cases)
	m.Count(r.acted, acted)
	m.Spend(r.account, r.CostPerCase*float64(acted))
	r.pending[r.at] += float64(acted)
}

// tenThousandths is a number as tables of whole numbers have it.
func tenThousandths(x float64) int64 { return int64(math.Floor(float64(x*10_000) + 0.5)) }

// Week implements sim.Accountant.
func (r *feedback) Week(m *sim.Market, week int) {
	r.told = 0 // the count of the week begins anew
	r.charge(m, r.account, week, r.CostPerWeek)
}
