package mechanism

import (
	"math"

	"grapevine/chance"
	"grapevine/sim"
)

// Reviews is a public pool of ratings, one to five stars. After a purchase the
// delighted and, more so, the disappointed are moved to write (the U shape of
// Anderson 1998; the J shape of what is written: Hu, Pavlou & Zhang 2009).
// Those who consider a purchase read: that there are many reviews reassures
// them, and ratings above what is usual push them on, those below hold them
// back (valence and volume: You, Vadakkepatt & Joshi 2015). It presses on
// deciding alone. Asking buyers for a review brings in those who feel nothing
// much; it buys volume, not stars.
type Reviews struct {
	Dates
	Write        float64 `toml:"write" default:"0.02" range:"[0,1]" doc:"Share of purchases as expected after which a review is written."`
	Delighted    float64 `toml:"delighted" default:"0.05" range:"[0,1]" doc:"What an experience much better than expected adds to that share; half as good adds a quarter."`
	Disappointed float64 `toml:"disappointed" default:"0.15" range:"[0,1]" doc:"What an experience much worse than expected adds to it."`
	Ask          float64 `toml:"ask" default:"0" range:"[0,1]" doc:"Share of buyers whom the brand asks for a review."`
	Oblige       float64 `toml:"oblige" default:"0.1" range:"[0,1]" doc:"Share of those asked who write and would not have done so by themselves."`
	Read         float64 `toml:"read" unit:"1/week" default:"1" range:"[0,)" doc:"How often somebody who considers a purchase reads reviews."`
	Trust        float64 `toml:"trust" default:"0.7" range:"[0,1]" source:"Nielsen 2012: 70 % trust consumer opinions posted online" doc:"How much reviews by strangers are believed."`
	Volume       float64 `toml:"volume" default:"0.6" range:"[0,)" doc:"Resistance to deciding that reading very many reviews takes off, whatever they say."`
	Valence      float64 `toml:"valence" default:"0.5" range:"[0,)" doc:"Resistance that a star above the neutral rating takes off, and a star below adds, with very many reviews."`
	Neutral      float64 `toml:"neutral" default:"4.5" range:"[1,5]" doc:"Mean rating that speaks neither for nor against; a purchase just as good as expected earns four stars."`
	HalfVolume   float64 `toml:"half_volume" default:"300" range:"(0,)" doc:"Reviews with which half of these effects is reached."`
	HalfLife     float64 `toml:"half_life" unit:"weeks" default:"52" range:"[0,)" doc:"Time in which half of the reviews are too old to count; 0 is never."`
	CostPerAsk   float64 `toml:"cost_per_ask" unit:"money" default:"0.1" range:"[0,)" doc:"Cost of asking one buyer."`
	CostPerWeek  float64 `toml:"cost_per_week" unit:"money" default:"20" range:"[0,)" doc:"Cost of collecting and showing reviews."`
}

// Check implements sim.Mechanism.
func (v *Reviews) Check(*sim.Plan) []error { return v.check() }

// Tallies implements sim.Tallier.
func (v *Reviews) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "reviews", Doc: "reviews written"},
		{Name: "review_stars", Doc: "their stars, added up"},
		{Name: "reviews_read", Doc: "times that somebody who considers a purchase read reviews; while reviews push on, counted in the mean"},
		{Name: "rating", Stock: true, Doc: "mean of the stars that count now, in hundredths; 0 without reviews"},
	}
}

// Enter implements sim.Mechanism.
func (v *Reviews) Enter(m *sim.Market) any {
	r := &reviews{
		Reviews: v, m: m, desk: m.NewDesk(), source: m.Source("reviews"), account: m.NewAccount(), fade: 1,
	}
	for k, c := range []*sim.Column{&r.written, &r.stars, &r.read, &r.rating} {
		*c = m.NewTally(v.Tallies()[k])
	}
	if v.never(m.Plan) {
		return nil
	}
	if v.HalfLife > 0 {
		r.fade = chance.Exp(-m.Dt() / v.HalfLife * math.Ln2)
	}
	if v.Read == 0 || v.Write+v.Delighted+v.Disappointed+float64(v.Ask*v.Oblige) == 0 {
		return r // nobody looks where nothing can ever stand
	}
	r.readers = true
	r.decide = m.Pressure(r.source, sim.Decide, 0)
	r.doubts = m.NewClock(sim.OwnClock{
		Name: "read", Stages: []sim.Stage{sim.Considering}, Ignores: sim.Feelings,
		Rate: func(int32) float64 {
			if r.against {
				return v.Read
			}
			return 0
		},
		Strike: r.look,
	})
	m.SetClocks(r.doubts, false)
	r.considering = m.NewTally(sim.Tally{Name: "n_considering"})
	if m.Plan.Record.Notes {
		r.since = make([]float32, m.Plan.Customers)
	}
	return r
}

type reviews struct {
	*Reviews
	m       *sim.Market
	desk    sim.Desk
	source  sim.Source
	account sim.Account
	fade    float64 // of the pool, a step

	live  float64 // reviews that count
	sum   float64 // their stars
	push  float64 // what a reading takes off
	shown int64   // the rating as tallied

	// Readings that push on are a pressure, see Press; those that hold back are
	// strikes of a clock.
	readers bool // anybody reads
	decide  sim.Pressure
	doubts  sim.Clock
	reads   bool      // in the present step, if reviews push on
	against bool      // reviews hold back
	begun   float64   // week in which readings that push on began the last time
	ponder  int64     // people who considered at the end of the last step
	parts   carry     // of a reading
	since   []float32 // when a customer came to consider, if notes are taken

	written, stars, read, rating, considering sim.Column
}

var (
	purposeReview = chance.NewPurpose("reviews: write")
	purposeRead   = chance.NewPurpose("reviews: whether one was read")
)

// Sold implements sim.Seller.
func (r *reviews) Sold(s *sim.Span, i int32, sale sim.Sale) {
	if !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	z := max(-1, min(1, sale.Appeal))
	p := r.Write + float64(r.Delighted*z*z)
	if z < 0 {
		p = r.Write + float64(r.Disappointed*z*z)
	}
	u, asked := r.m.Luck.Uniforms(purposeReview, uint32(i), sale.Count)
	if asked < r.Ask {
		s.Spend(r.account, r.CostPerAsk)
		p += float64((1 - min(1, p)) * r.Oblige)
	}
	if u < p {
		s.Report(r.desk, sim.Report{Who: i, What: stars(z)})
	}
}

// stars is the rating of an experience, -1 … 1.
func stars(z float64) int32 {
	return int32(max(1, min(5, math.Floor(4+float64(3*z)))))
}

// Close implements sim.Closer: reviews grow old, new ones come in.
func (r *reviews) Close(m *sim.Market, week float64) {
	if r.readers {
		r.count(m)
	}
	r.live *= r.fade
	r.sum *= r.fade
	m.Reports(r.desk, func(w sim.Report) {
		r.live++
		r.sum += float64(w.What)
		m.Count(r.written, 1)
		m.Count(r.stars, int64(w.What))
	})
	if r.live == 0 {
		return
	}
	mean := r.sum / r.live
	r.push = r.Trust * r.live / (r.live + r.HalfVolume) * (r.Volume + float64(r.Valence*(mean-r.Neutral)))
	rating := int64(math.Round(100 * mean))
	m.Count(r.rating, rating-r.shown)
	r.shown = rating
	if r.readers {
		r.turn(m, r.push < 0 && r.on(week, m.Spent(r.account)))
	}
}

// turn has reviews hold back from now on, or no more.
func (r *reviews) turn(m *sim.Market, against bool) {
	if against == r.against {
		return
	}
	for i := range int32(m.Customers()) {
		if m.Stage(i) == sim.Considering {
			m.Settle(i)
		}
	}
	r.against = against
	m.SetClocks(r.doubts, against)
}

// Press implements sim.Presser. Who reads at some rate, each time with the
// chance 1-exp(-w) that it decides a purchase, decides at the rate that is
// their product: as if w were taken off an exponential clock at each reading.
func (r *reviews) Press(h *sim.Hazards, week float64) {
	if !r.readers {
		return
	}
	reads := r.live > 0 && !r.against && r.on(week, r.m.Spent(r.account))
	if reads && !r.reads {
		r.begun = week
	}
	r.reads = reads
	rate := 0.0
	if reads {
		rate = r.Read * does(r.push)
	}
	h.Set(r.decide, rate)
}

// count counts the readings of a step that have pushed on, in the mean.
func (r *reviews) count(m *sim.Market) {
	before, now := r.ponder, m.Level(r.considering)
	if r.ponder = now; !r.reads {
		return
	}
	m.Count(r.read, r.parts.whole(float64(r.Read*m.Dt()*float64(before+now)/2)))
}

// Moved implements sim.Mover: notes tell who has read reviews before going on
// or back.
func (r *reviews) Moved(s *sim.Span, i int32, from, to sim.Stage) {
	if r.since == nil {
		return
	}
	if from == sim.Considering && r.reads {
		time := max(0, s.Now()-max(r.begun, float64(r.since[i])))
		if r.m.Luck.Uniform(purposeRead, uint32(i), uint32(r.m.Step())) < does(r.Read*time) {
			s.Push(i, r.source, -1, 0)
		}
	}
	if to == sim.Considering {
		r.since[i] = float32(s.Now())
	}
}

// look has the customer in hand read the pool as it was at the end of the last
// step, which speaks against a purchase.
func (r *reviews) look(s *sim.Span, i int32, _ uint32) {
	if !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	s.Count(r.read, 1)
	s.Push(i, r.source, -1, r.push)
}

// Week implements sim.Accountant.
func (r *reviews) Week(m *sim.Market, week int) {
	r.charge(m, r.account, week, r.CostPerWeek)
}
