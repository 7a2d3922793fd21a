package mechanism

import (
	"cmp"
	"fmt"
	"slices"

	"grapevine/chance"
	"grapevine/network"
	"grapevine/sim"
)

// Influencers are people with followers who post about the brand on dates.
// Broad ones are those with most followers of all, niche ones come from the
// band below, are cheaper and tend to fit better. Paid ones are hired: they
// praise the brand, post by post, for a fee, and their followers know it
// (sponsorship disclosure: Boerman, Willemsen & Van Der Aa 2017). Genuine ones
// post for nothing, but only once they are customers, and speak their mind. A
// few paid posts go by; many of them, and those that do not fit, wear the
// authenticity of all who speak for the brand down. Reach against fit and cost
// is an old question (Watts & Dodds 2007; Haenlein & Libai 2017).
type Influencers struct {
	Dates
	Kind        string  `toml:"kind" default:"broad" options:"broad,niche" doc:"Who: the customers with most followers of all (broad), or some from the band below them (niche)."`
	Top         float64 `toml:"top" default:"0.02" range:"[0,1]" doc:"Niche only: share of all customers with more followers than the band."`
	Band        float64 `toml:"band" default:"0.2" range:"[0,1]" doc:"Niche only: share of all customers with more followers than the end of the band."`
	Count       int     `toml:"count" unit:"customers" default:"10" range:"[0,)" doc:"How many of them."`
	Layer       string  `toml:"layer" default:"followers" doc:"Network that they post on; it must be there: add [network.followers], or name another."`
	Every       float64 `toml:"every" unit:"weeks" default:"4" range:"[0,)" doc:"Weeks from one post of each to the next; the first is in week from. 0 is a single post."`
	Paid        bool    `toml:"paid" default:"true" doc:"Whether they are hired and post for a fee, or genuine: customers who say what they think."`
	Gift        bool    `toml:"gift" default:"false" doc:"Whether they are given the product before the first week."`
	View        float64 `toml:"view" default:"0.3" range:"[0,1]" doc:"Share of followers who see a post."`
	Persuasion  float64 `toml:"persuasion" default:"0.03" range:"[0,1]" doc:"Probability that a post which fits persuades an unaware follower who sees it and trusts the tie."`
	Fit         float64 `toml:"fit" default:"0.5" range:"[0,1]" doc:"How well brand and influencer go together: what is left of the effect of a post, and of its erosion what is not."`
	Disclosure  float64 `toml:"disclosure" default:"0.3" range:"[0,1]" doc:"Share of the effect that a paid post loses because followers know it is paid."`
	Erosion     float64 `toml:"erosion" default:"0.3" range:"[0,)" doc:"Authenticity lost if all customers of the market saw one paid post that does not fit at all."`
	FeePerPost  float64 `toml:"fee_per_post" unit:"money" default:"2" range:"[0,)" doc:"Paid only: fee of a post, whoever posts."`
	FeePerTie   float64 `toml:"fee_per_follower" unit:"money" default:"0.1" range:"[0,)" doc:"Paid only: what is added to it for every follower."`
	CostPerWeek float64 `toml:"cost_per_week" unit:"money" default:"0" range:"[0,)" doc:"Cost of finding and looking after them."`
}

// Check implements sim.Mechanism.
func (f *Influencers) Check(p *sim.Plan) []error {
	faults := f.check()
	if f.Count > p.Customers {
		faults = append(faults, fmt.Errorf("count = %d: want at most customers = %d", f.Count, p.Customers))
	}
	if f.Kind == "niche" && f.Band <= f.Top {
		faults = append(faults, fmt.Errorf("band = %g: want more than top = %g", f.Band, f.Top))
	}
	if p.Layer(f.Layer) < 0 {
		faults = append(faults, fmt.Errorf("layer = %q: influencers post on a network, and there is no network.%[1]s%s: add [network.%[1]s], or name another in layer", f.Layer, layersThere(p)))
	}
	return faults
}

// Tallies implements sim.Tallier.
func (f *Influencers) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "influencer_posts", Doc: "posts by influencers"},
		{Name: "influencer_views", Doc: "followers who saw one of them"},
	}
}

// Enter implements sim.Mechanism.
func (f *Influencers) Enter(m *sim.Market) any {
	r := &influencers{
		Influencers: f, m: m, source: m.Source("influencers"), account: m.NewAccount(),
		posts: m.NewTally(f.Tallies()[0]), views: m.NewTally(f.Tallies()[1]), layer: m.Plan.Layer(f.Layer),
	}
	r.terms = termsOf(m.Plan)
	r.given = m.NewTally(sim.Tally{Name: "seeded"})
	if f.never(m.Plan) || r.layer < 0 {
		return nil
	}
	r.graph = m.Layers()[r.layer]
	r.all = r.chosen()
	return r
}

type influencers struct {
	*Influencers
	terms   terms
	m       *sim.Market
	source  sim.Source
	account sim.Account
	layer   int
	graph   *network.Graph
	all     []int32
	round   int // number of the next round of posts

	posts, views, given sim.Column
}

var (
	purposeNiche = chance.NewPurpose("influencers: who of the band")
	purposeView  = chance.NewPurpose("influencers: who sees a post")
)

// chosen returns the influencers.
func (r *influencers) chosen() []int32 {
	ranked := network.ByDegree(r.graph)
	n := float64(len(ranked))
	if r.Kind == "niche" {
		ranked = ranked[int(n*r.Top):max(int(n*r.Top), int(n*r.Band))]
		lot := func(i int32) float64 { return r.m.Luck.Uniform(purposeNiche, uint32(i), 0) }
		slices.SortFunc(ranked, func(a, b int32) int { return cmp.Compare(lot(a), lot(b)) })
	}
	return ranked[:min(r.Count, len(ranked))]
}

// Start implements sim.Starter.
func (r *influencers) Start(m *sim.Market) {
	if !r.Gift {
		return
	}
	for _, i := range r.all {
		if m.Stage(i) == sim.Unaware {
			m.Place(i, sim.Customer)
			m.Count(r.given, 1)
		}
	}
}

// Close implements sim.Closer: a round of posts goes out at the end of the
// first step of its week.
func (r *influencers) Close(m *sim.Market, _ float64) {
	now := m.Week()
	if r.Every == 0 && r.round > 0 || r.From+float64(float64(r.round)*r.Every) > now+1e-9 {
		return
	}
	seen := 0
	for _, i := range r.all {
		if r.on(now, m.Spent(r.account)) && r.hire(i) {
			seen += r.post(i)
		}
	}
	r.round++
	if r.Paid && seen > 0 {
		m.Authenticity *= chance.Exp(-r.terms.wears(r.Erosion) * (1 - r.Fit) * float64(seen) / float64(m.Customers()))
	}
}

// hire reports whether an influencer posts, and pays the fee.
func (r *influencers) hire(i int32) bool {
	if !r.Paid {
		return r.m.HasBought(i)
	}
	fee := r.FeePerPost + float64(r.FeePerTie*float64(r.graph.Degree(i)))
	if r.afford(fee, r.m.Spent(r.account)) < fee {
		return false
	}
	r.m.Spend(r.account, fee)
	return true
}

// post shows a post to some of an influencer's followers. It returns how many
// have seen it.
func (r *influencers) post(i int32) (seen int) {
	r.m.Count(r.posts, 1)
	believed := r.m.Plan.Layers[r.layer].Trust * r.m.Authenticity * r.Fit
	w := sim.Word{From: i, Source: r.source}
	switch {
	case r.Paid:
		believed *= 1 - r.terms.seems(r.Disclosure)
		w.Flags = r.terms.flags()
	case r.m.Detractor(i):
		w.Flags = sim.Bad
	}
	w.Weight = float32(impulse(r.Persuasion) * believed)
	luck := r.m.Luck.Apart(r.round)
	for _, to := range r.graph.Neighbours(i) {
		if luck.Uniform(purposeView, uint32(to), uint32(i)) < r.View {
			w.To = to
			r.m.Say(w)
			seen++
		}
	}
	r.m.Count(r.views, int64(seen))
	return seen
}

// Week implements sim.Accountant.
func (r *influencers) Week(m *sim.Market, week int) {
	r.charge(m, r.account, week, r.CostPerWeek)
}
