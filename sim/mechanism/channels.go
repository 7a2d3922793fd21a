package mechanism

import (
	"errors"
	"slices"

	"grapevine/chance"
	"grapevine/sim"
)

// Channels is where customers buy: store, online, app, social, forum, each
// used by some of them and with some friction, at which a purchase that was
// begun breaks off. Who has another channel at hand may carry on there: with
// integration 0 the purchase starts anew and meets that channel's friction,
// with integration 1 it is resumed where it was left (omnichannel: Verhoef,
// Kannan & Inman 2015). So easy access presses on deciding and on buying again
// by own need; words, offers and ties are not touched. A brand that is not the
// same in all its channels gives experiences that scatter, and loses trust
// when a purchase wanders between them. Offers fit better where the brand
// knows the customer, from joined-up data or from what peers in a community
// let be known.
type Channels struct {
	Dates
	Use             []string `toml:"use" default:"[\"store\", \"online\"]" options:"store,online,app,social,forum" doc:"Channels that the brand sells in."`
	Store           Channel  `toml:"store"`
	Online          Channel  `toml:"online"`
	App             Channel  `toml:"app"`
	Social          Channel  `toml:"social"`
	Forum           Channel  `toml:"forum"`
	Usual           float64  `toml:"usual" default:"0.6" range:"(0,1]" doc:"Share of purchases begun that are completed where the rates of buying hold."`
	CarryOn         float64  `toml:"carry_on" default:"0.5" range:"[0,1]" doc:"Share of purchases broken off that are tried again in another channel, by those who use one."`
	Integration     float64  `toml:"integration" default:"0" range:"[0,1]" doc:"How far a purchase begun in one channel is resumed in another without starting anew; also how far what is known of a customer is joined up."`
	Consistency     float64  `toml:"consistency" default:"1" range:"[0,1]" doc:"How alike the brand is in all its channels."`
	Scatter         float64  `toml:"scatter" default:"0.4" range:"[0,)" doc:"Spread that experiences have beyond the usual, for users of several channels, at no consistency."`
	Confusion       float64  `toml:"confusion" default:"0.1" range:"[0,1]" doc:"Share of trust lost when a purchase wanders between channels that have nothing in common."`
	Personalisation string   `toml:"personalisation" default:"none" options:"none,data,peers" doc:"What offers are fitted to customers by: nothing; data, as far as channels are integrated; or what peers let be known, for members of a community."`
	Fit             float64  `toml:"fit" default:"0.15" range:"[0,)" doc:"How much well-fitted offers raise the rate of buying again, relative to it."`
	Unease          float64  `toml:"unease" default:"0.02" range:"[0,1]" doc:"Share of trust lost at a purchase to being known from data."`
	SetUp           float64  `toml:"set_up" unit:"money" default:"8000" range:"[0,)" doc:"Cost of building systems for full integration, once; some integration costs its share."`
	SystemsPerWeek  float64  `toml:"systems_per_week" unit:"money" default:"80" range:"[0,)" doc:"Cost of running systems for full integration."`
}

// Channel is one place to buy.
type Channel struct {
	Reach       float64 `toml:"reach" default:"0.6" range:"[0,1]" doc:"Share of customers who use it."`
	Friction    float64 `toml:"friction" default:"0.35" range:"[0,1]" doc:"Share of the purchases begun there that break off: ways, queues, stock, forms, passwords."`
	Footfall    float64 `toml:"footfall" unit:"1/week" default:"0" range:"[0,)" doc:"Hazard with which those who use it notice the brand there."`
	Fee         float64 `toml:"fee" default:"0" range:"[0,1]" doc:"Share of the price that the channel keeps."`
	CostPerSale float64 `toml:"cost_per_sale" unit:"money" default:"1" range:"[0,)" doc:"Cost of a sale there: staff, delivery, returns."`
	CostPerWeek float64 `toml:"cost_per_week" unit:"money" default:"50" range:"[0,)" doc:"Cost of keeping it open."`
}

// channelNames are the channels in the order of the table's columns.
var channelNames = []string{"store", "online", "app", "social", "forum"}

// all returns the channels in the order of their names, nil where the brand
// does not sell.
func (c *Channels) all() (all [5]*Channel) {
	for k, one := range []*Channel{&c.Store, &c.Online, &c.App, &c.Social, &c.Forum} {
		if slices.Contains(c.Use, channelNames[k]) {
			all[k] = one
		}
	}
	return all
}

// Check implements sim.Mechanism.
func (c *Channels) Check(*sim.Plan) []error {
	faults := c.check()
	if len(c.Use) == 0 {
		faults = append(faults, errors.New(`use = []: want at least one channel, as use = ["store"], or no [channels] at all`))
	}
	return faults
}

// Tallies implements sim.Tallier.
func (c *Channels) Tallies() []sim.Tally {
	all := []sim.Tally{{Name: "resumed", Doc: "purchases broken off in one channel and completed in another"}}
	for _, name := range channelNames {
		all = append(all, sim.Tally{Name: "sales_" + name, Doc: "purchases completed in channel " + name})
	}
	return all
}

// Enter implements sim.Mechanism.
func (c *Channels) Enter(m *sim.Market) any {
	r := &channels{
		Channels: c, m: m, account: m.NewAccount(), channel: c.all(),
		notice: m.Pressure(m.Source("channels"), sim.Notice, 0),
	}
	r.resumed = m.NewTally(c.Tallies()[0])
	for k := range r.sales {
		r.sales[k] = m.NewTally(c.Tallies()[k+1])
	}
	if c.never(m.Plan) {
		return nil
	}
	r.live = c.on(0, 0)
	for set := range r.ways {
		r.ways[set] = r.open(uint8(set))
	}
	r.uses = make([]uint8, m.Plan.Customers)
	for i := range r.uses {
		for k, one := range r.channel {
			if one != nil && m.Luck.Uniform(purposeUses, uint32(i), uint32(k)) < one.Reach {
				r.uses[i] |= 1 << k
			}
		}
	}
	return r
}

type channels struct {
	*Channels
	m       *sim.Market
	account sim.Account
	notice  sim.Pressure
	channel [5]*Channel
	uses    []uint8  // the channels a customer uses, a bit each
	ways    [32]ways // by set of channels
	live    bool
	built   bool // the systems are paid for
	selling bool // the first week has begun; what is given away before was not bought

	resumed sim.Column
	sales   [5]sim.Column
}

// ways is what becomes of the purchases of a customer who uses a set of
// channels, each begun in any of them alike.
type ways struct {
	straight  [5]float64 // share begun and completed in a channel
	resumed   [5]float64 // share completed in a channel after breaking off in another
	completed float64    // the sum of all
	easy      float64    // that, relative to the usual share
}

var (
	purposeUses    = chance.NewPurpose("channels: used by")
	purposeWay     = chance.NewPurpose("channels: way of a purchase")
	purposeScatter = chance.NewPurpose("channels: scatter of an experience")
)

// open works out the ways of a set of channels.
func (r *channels) open(set uint8) (w ways) {
	var in []int
	for k := range r.channel {
		if set>>k&1 == 1 && r.channel[k] != nil {
			in = append(in, k)
		}
	}
	each := 1 / float64(max(1, len(in)))
	for _, a := range in {
		friction := r.channel[a].Friction
		w.straight[a] = float64(each * (1 - friction))
		w.completed += w.straight[a]
		for _, b := range in {
			if a == b {
				continue
			}
			again := each * friction * r.CarryOn / float64(len(in)-1)
			done := float64(again * (1 - float64((1-r.Integration)*r.channel[b].Friction)))
			w.resumed[b] += done
			w.completed += done
		}
	}
	w.easy = w.completed / r.Usual
	return w
}

// Start implements sim.Starter.
func (r *channels) Start(m *sim.Market) { r.build(m) }

// build pays for the systems when the channels first open.
func (r *channels) build(m *sim.Market) {
	if r.live && !r.built {
		r.built = true
		m.Spend(r.account, r.SetUp*r.Integration)
	}
}

// Close implements sim.Closer: channels open and close as the dates say.
func (r *channels) Close(m *sim.Market, week float64) {
	if live := r.on(week, m.Spent(r.account)); live != r.live {
		settleAll(m)
		r.live = live
		r.build(m)
	}
}

// Press implements sim.Presser.
func (r *channels) Press(h *sim.Hazards, _ float64) {
	r.selling = true
	rate := 0.0
	if r.live {
		for _, one := range r.channel {
			if one != nil {
				rate += float64(one.Reach * one.Footfall)
			}
		}
	}
	h.Set(r.notice, rate)
}

// Warm implements sim.Warmer.
func (r *channels) Warm(who []int32) (any int32) {
	for _, i := range who {
		any += int32(r.uses[i])
	}
	return any
}

// Sways implements sim.StageSwayer.
func (r *channels) Sways() []sim.Stage { return append([]sim.Stage{sim.Considering}, havingStages...) }

// Sway implements sim.Swayer: who finds it easy to buy decides sooner and buys
// more often; who finds no way in does neither.
func (r *channels) Sway(m *sim.Market, i int32, rate *sim.Rate) {
	if !r.live {
		return
	}
	easy := r.ways[r.uses[i]].easy
	if rate.Stage == sim.Considering {
		rate.Of[sim.Forward] *= easy
	}
	rate.Of[sim.Buy] *= easy * (1 + float64(r.Fit*r.known(i)))
}

// known is how well the brand knows what a customer would like.
func (r *channels) known(i int32) float64 {
	switch {
	case r.Personalisation == "data" && r.m.OptsIn(i):
		return r.Integration
	case r.Personalisation == "peers" && r.m.Has(i, sim.Member):
		return 1
	}
	return 0
}

// Sold implements sim.Seller: the purchase was completed in one of the
// customer's channels, on one of the ways there.
func (r *channels) Sold(s *sim.Span, i int32, sale sim.Sale) {
	w := &r.ways[r.uses[i]]
	if !r.live || !r.selling || w.completed == 0 {
		return
	}
	u, _ := r.m.Luck.Uniforms(purposeWay, uint32(i), sale.Count)
	u = float64(u * w.completed)
	at, wandered := 0, false
	for k := range w.straight {
		if w.straight[k] == 0 && w.resumed[k] == 0 {
			continue
		}
		if at, wandered = k, false; u < w.straight[k] {
			break
		}
		u -= w.straight[k]
		if wandered = w.resumed[k] > 0; u < w.resumed[k] {
			break
		}
		u -= w.resumed[k]
	}
	s.Count(r.sales[at], 1)
	s.Spend(r.account, r.channel[at].CostPerSale+float64(r.channel[at].Fee*float64(sale.Price)/100))
	if wandered {
		s.Count(r.resumed, 1)
	}
	r.feel(s, i, sale, wandered)
}

// feel is what the channels do to the experience of a purchase.
func (r *channels) feel(s *sim.Span, i int32, sale sim.Sale, wandered bool) {
	satisfaction, trust := 0.0, 0.0
	odd := 1 - r.Consistency
	if several := r.uses[i]&(r.uses[i]-1) != 0; several && odd > 0 && r.Scatter > 0 {
		learn := r.m.Plan.Attitudes.Learning
		if sale.First {
			learn = 1
		}
		satisfaction = learn * odd * r.Scatter * r.m.Luck.Normal(purposeScatter, uint32(i), sale.Count)
	}
	if wandered {
		trust -= float64(odd * r.Confusion)
	}
	if r.Personalisation == "data" {
		trust -= float64(r.known(i) * r.Unease)
	}
	if satisfaction != 0 || trust != 0 {
		s.Feel(i, satisfaction, 0, trust*r.m.Trust(i))
	}
}

// Week implements sim.Accountant.
func (r *channels) Week(m *sim.Market, week int) {
	cost := float64(r.SystemsPerWeek * r.Integration)
	for _, one := range r.channel {
		if one != nil {
			cost += one.CostPerWeek
		}
	}
	r.charge(m, r.account, week, cost)
}
