package mechanism

import (
	"math/bits"

	"grapevine/chance"
	"grapevine/sim"
)

// Products is a line: to the product of the journey come add-ons, which only
// customers buy, each once. A customer has use for some of them and does not
// know it at first. A need is found alone, by a word from somebody who uses
// the product, or among the members of a community; a found need leads to a
// purchase, the faster the more satisfied the customer is and the more users
// have spoken of theirs (needs ripen: Li, Sun & Wilcox 2005; what peers use is
// what spreads: Iyengar, Van den Bulte & Valente 2011). It presses on nothing
// else: who owns more is not thereby more loyal (Reinartz, Thomas & Bascoul
// 2008), only worth more.
type Products struct {
	Dates
	Count       int     `toml:"count" default:"3" range:"[1,16]" doc:"Products of the line, with the one of the journey."`
	Price       float64 `toml:"price" unit:"money" default:"25" range:"[0,)" doc:"Price of an add-on."`
	UnitCost    float64 `toml:"unit_cost" unit:"money" default:"11" range:"[0,)" doc:"Cost of goods of an add-on."`
	Need        float64 `toml:"need" default:"0.4" range:"[0,1]" doc:"Share of customers who have use for a given add-on."`
	Discover    float64 `toml:"discover" unit:"1/week" default:"0.01" range:"[0,)" doc:"Customers find out about a need of theirs by themselves."`
	Peers       float64 `toml:"peers" default:"0.15" range:"[0,1]" doc:"Probability that a word from a user shows the hearer, a customer, a need for what the user has."`
	Community   float64 `toml:"community" unit:"1/week" default:"0.03" range:"[0,)" doc:"Members of a community find out about a need there."`
	Infer       float64 `toml:"infer" default:"0" range:"[0,1]" doc:"Share of the posts in a community from which the brand can tell a need, and make a member aware of it."`
	Buy         float64 `toml:"buy" unit:"1/week" default:"0.1" range:"[0,)" doc:"Purchase of an add-on for which a need is known."`
	Proof       float64 `toml:"proof" default:"0.5" range:"[0,)" doc:"How much each user whose word was heard since the last purchase raises that rate, relative to it; up to four count."`
	CostPerWeek float64 `toml:"cost_per_week" unit:"money" default:"20" range:"[0,)" doc:"Cost of keeping the add-ons on offer."`
}

// Check implements sim.Mechanism.
func (l *Products) Check(*sim.Plan) []error { return l.check() }

// Tallies implements sim.Tallier.
func (l *Products) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "needs_found", Doc: "needs for an add-on that customers have found out about"},
		{Name: "needs_inferred", Doc: "those of them that the brand has told from posts in a community"},
		{Name: "addon_sales", Doc: "add-ons sold"},
		{Name: "addon_owners", Stock: true, Doc: "customers, present and past, with at least one add-on"},
	}
}

// Enter implements sim.Mechanism.
func (l *Products) Enter(m *sim.Market) any {
	n := m.Plan.Customers
	r := &products{
		Products: l, m: m, desk: m.NewDesk(), account: m.NewAccount(),
		of: make([]owner, n), shown: make([]uint16, n),
	}
	for k, c := range []*sim.Column{&r.discovered, &r.inferred, &r.sold, &r.owners} {
		*c = m.NewTally(l.Tallies()[k])
	}
	r.written = m.NewTally(sim.Tally{Name: "community_posts"})
	if l.never(m.Plan) {
		return nil
	}
	r.searching = m.NewClock(sim.OwnClock{Name: "discover", Stages: havingStages, Still: true, Ignores: sim.Feelings, Rate: r.discoverRate, Strike: r.discover})
	r.wanting = m.NewClock(sim.OwnClock{Name: "buy", Stages: havingStages, Still: true, Ignores: sim.FeelsBond | sim.FeelsTrust, Rate: r.buyRate, Strike: r.buy})
	return r
}

type products struct {
	*Products
	m       *sim.Market
	desk    sim.Desk
	account sim.Account

	searching sim.Clock // of those with a need they do not know
	wanting   sim.Clock // of those with a known need

	of    []owner  // by customer
	shown []uint16 // owned up to the last step, for others to see

	posts int64  // in the community this week that have been read
	told  carry  // parts of a need told from them
	tried uint32 // members looked at for one

	discovered, inferred, sold, owners, written sim.Column
}

// owner is what is kept of a customer, with a bit for every add-on.
type owner struct {
	needs, found, owned uint16
	proof               uint8 // words of users heard since the last purchase
}

// mostProof is how many users' words count at the most.
const mostProof = 4

var (
	purposeNeeds    = chance.NewPurpose("products: needs")
	purposeDiscover = chance.NewPurpose("products: which need is found")
	purposeAddOn    = chance.NewPurpose("products: which add-on is bought")
	purposeInfer    = chance.NewPurpose("products: whose need is told from a post")
	purposeUser     = chance.NewPurpose("products: what a user's word shows")
)

// Moved implements sim.Mover: what a customer has use for is drawn once there
// is something to add to.
func (r *products) Moved(s *sim.Span, i int32, _, to sim.Stage) {
	if to != sim.Customer || r.of[i].needs != 0 {
		return
	}
	for k := range r.Count - 1 {
		if r.m.Luck.Uniform(purposeNeeds, uint32(i), uint32(k)) < r.Need {
			r.of[i].needs |= 1 << k
		}
	}
	s.SetClock(i, r.searching, r.of[i].needs != 0)
}

// Warm implements sim.Warmer.
func (r *products) Warm(who []int32) (any int32) {
	for _, i := range who {
		any += int32(r.of[i].needs)
	}
	return any
}

func (r *products) discoverRate(i int32) float64 {
	hidden := bits.OnesCount16(r.of[i].needs &^ r.of[i].found)
	if hidden == 0 {
		return 0
	}
	rate := r.Discover
	if r.m.Has(i, sim.Member) {
		rate += r.Community
	}
	return rate * float64(hidden) * r.m.Need(i)
}

func (r *products) discover(s *sim.Span, i int32, count uint32) {
	if !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	a, _ := r.m.Luck.Bits(purposeDiscover, uint32(i), count)
	r.find(s, i, one(r.of[i].needs&^r.of[i].found, a))
}

// find has the customer in hand find out about a need.
func (r *products) find(s *sim.Span, i int32, need uint16) {
	r.of[i].found |= need
	s.SetClock(i, r.searching, r.of[i].needs&^r.of[i].found != 0)
	s.SetClock(i, r.wanting, true)
	s.Count(r.discovered, 1)
}

// one returns one of the bits of a set that is not empty, by a draw.
func one(set uint16, draw uint64) uint16 {
	for range chance.Below(draw, bits.OnesCount16(set)) {
		set &= set - 1
	}
	return set & -set
}

func (r *products) buyRate(i int32) float64 {
	wanted := bits.OnesCount16(r.of[i].found &^ r.of[i].owned)
	if wanted == 0 {
		return 0
	}
	content := chance.Exp(r.m.Plan.Attitudes.BuySatisfied * r.m.Satisfaction(i))
	return r.Buy * float64(wanted) * content * (1 + float64(r.Proof*float64(r.of[i].proof)))
}

func (r *products) buy(s *sim.Span, i int32, count uint32) {
	if !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	if r.of[i].owned == 0 {
		s.Count(r.owners, 1)
	}
	a, _ := r.m.Luck.Bits(purposeAddOn, uint32(i), count)
	r.of[i].owned |= one(r.of[i].found&^r.of[i].owned, a)
	r.of[i].proof = 0
	s.SetClock(i, r.wanting, r.of[i].found&^r.of[i].owned != 0)
	s.Count(r.sold, 1)
	s.Further(i, r.Price, r.UnitCost)
	s.Report(r.desk, sim.Report{Who: i, What: int32(r.of[i].owned)})
}

// Heard implements sim.Hearer: a good word from a user of an add-on makes its
// use known to a customer.
func (r *products) Heard(s *sim.Span, w sim.Word) {
	i := w.To
	if w.Flags&(sim.Bad|sim.Mute) != 0 || !r.m.HasBought(i) || !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	used := r.shown[w.From] & r.of[i].needs &^ r.of[i].owned
	if used == 0 {
		return
	}
	known := used & r.of[i].found
	if known != 0 && r.of[i].proof < mostProof {
		s.Feel(i, 0, 0, 0) // the clocks up to now ran at the old rate
		r.of[i].proof++
	}
	if known == used {
		return
	}
	// The same two people always come to the same answer in the same week.
	a, b := r.m.Luck.Apart(int(s.Now())).Bits(purposeUser, uint32(i), uint32(w.From))
	if chance.Unit(a) < r.Peers {
		s.Feel(i, 0, 0, 0)
		r.find(s, i, one(used&^known, b))
	}
}

// Close implements sim.Closer: what was bought in this step is seen by others
// from now on.
func (r *products) Close(m *sim.Market, week float64) {
	m.Reports(r.desk, func(b sim.Report) { r.shown[b.Who] = uint16(b.What) })
	posts := m.Level(r.written)
	fresh := posts - r.posts
	r.posts = posts
	if r.Infer > 0 && r.on(week, m.Spent(r.account)) {
		for range r.told.whole(float64(r.Infer * float64(fresh))) {
			r.tell(m)
		}
	}
}

// mostTried is how many customers are looked at for one with a need to tell.
const mostTried = 200

// tell makes a member of the community aware of a need that posts have told the
// brand of.
func (r *products) tell(m *sim.Market) {
	for range mostTried {
		a, b := m.Luck.Bits(purposeInfer, 0, r.tried)
		r.tried++
		i := int32(chance.Below(a, m.Customers()))
		hidden := r.of[i].needs &^ r.of[i].found
		if hidden == 0 || !m.HasBought(i) || !m.Has(i, sim.Member) {
			continue
		}
		m.SetClock(i, r.wanting, true)
		r.of[i].found |= one(hidden, b)
		m.SetClock(i, r.searching, r.of[i].needs&^r.of[i].found != 0)
		m.Count(r.discovered, 1)
		m.Count(r.inferred, 1)
		return
	}
}

// Week implements sim.Accountant.
func (r *products) Week(m *sim.Market, week int) {
	r.posts = 0 // the count of the week begins anew
	r.charge(m, r.account, week, r.CostPerWeek)
}
