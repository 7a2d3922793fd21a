package sim_test

import (
	"context"
	"reflect"
	"slices"

	"grapevine/chance"
	"grapevine/knob"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// bustling is a market in which a few hundred customers and a dozen weeks are
// enough for everything to happen: the defaults, an order of magnitude faster.
func bustling(customers, weeks int) *sim.Plan {
	p := &sim.Plan{
		Customers: customers, Weeks: weeks, Step: 1.0 / 7,
		Rates: *knob.Defaults(&sim.Rates{}), Attitudes: *knob.Defaults(&sim.Attitudes{}),
		Hearing: *knob.Defaults(&sim.Hearing{}), Product: *knob.Defaults(&sim.Product{}),
		Tallies: mechanism.Tallies(),
	}
	p.Rates.Notice, p.Rates.Consider, p.Rates.Decide = 0.05, 0.15, 0.3
	p.Rates.Settle, p.Rates.Champion, p.Rates.Return = 0.15, 0.3, 0.05
	p.Rates.ForgetAware, p.Rates.StepDown = 0.03, 0.02
	p.Rates.Leave = sim.LeaveRates{Customer: 0.06, Loyal: 0.03, Advocate: 0.02}
	p.Rates.Buy = sim.BuyRates{Customer: 0.2, Loyal: 0.3, Advocate: 0.4}
	p.Attitudes.AdvocateLine, p.Attitudes.AdvocateBond = 0, 0.05
	tie := sim.LayerTable{Trust: 1, Share: 1}
	p.Layers = []sim.Layer{
		{Name: "followers", Graph: &network.ErdosRenyi{MeanDegree: 5}, LayerTable: tie},
		{Name: "friends", Graph: &network.WattsStrogatz{MeanDegree: 4, Rewire: 0.1}, LayerTable: tie},
	}
	return p
}

// levers are all kinds of mechanism, strong enough to be felt in a bustling market.
func levers(customers int) map[string]sim.Mechanism {
	all := map[string]sim.Mechanism{}
	for name, kind := range mechanism.Kinds {
		m := kind.Make()
		switch m := m.(type) {
		case *mechanism.Advertising:
			m.Rate, m.SpendPerWeek, m.CarryOver, m.Promise = 0.1, 33.33, 0.5, 0.1
		case *mechanism.Ambassadors:
			m.Invite, m.Words, m.Posts, m.Slots, m.Reward, m.CostPerWeek = 1, 2, 0.5, customers/10, 0.75, 12.25
		case *mechanism.Channels:
			m.Use = []string{"store", "online", "app", "social", "forum"}
			m.Integration, m.Consistency, m.Personalisation, m.Store.Fee, m.Online.Footfall = 0.5, 0.3, "data", 0.03, 0.02
		case *mechanism.Inventory:
			m.UpTo, m.Every, m.Delivery = float64(customers)/4, 3, 1.5
		case *mechanism.Commerce:
			m.Group.Size, m.Group.Circle, m.Group.Window, m.Fee = 3, 50, 2, 0.03
		case *mechanism.Community:
			m.Join.Customers, m.Join.Outsiders, m.Persuasion = 0.5, 0.3, 0.4
			m.Join.Friends, m.AnswerWeeks, m.Resolve, m.Hold, m.Devotion = 0.01, 0.3, 0.2, 0.1, 0.5
		case *mechanism.Content:
			m.Rate, m.Persuasion, m.Prizes = 0.3, 0.2, 10
		case *mechanism.Crisis:
			m.From, m.Hit, m.FixWeeks, m.AnswerWeeks, m.News, m.Notoriety = 4, 0.5, 3, 1, 0.5, 0.05
			m.Amends, m.AmendsWeeks, m.CostPerWeek, m.FixCost = 0.8, 1, 7.5, 33
		case *mechanism.Emotion:
			m.Delight, m.Cost = 0.1, 1.5
		case *mechanism.Engagement:
			m.Subscribe.Customers, m.Subscribe.Outsiders = 0.3, 0.1
		case *mechanism.Selling:
			m.Sellers, m.Pitches = 0.3, 1
		case *mechanism.Events:
			m.From, m.Every, m.Attend, m.Guests, m.Touch = 2, 2, 0.5, 0.8, 1
		case *mechanism.Feedback:
			m.Listen, m.LagWeeks, m.CostPerCase = 0.7, 1, 1.75
		case *mechanism.Incentive:
			m.Disclosed = false
		case *mechanism.Influencers:
			m.Count, m.Every, m.Persuasion = min(10, customers), 2, 0.2
		case *mechanism.Loyalty:
			m.Reward, m.RewardAt, m.Tiers, m.PointsPerShare = "both", 60, []float64{80, 200}, 5
		case *mechanism.Products:
			m.Discover, m.Buy, m.Peers, m.Infer = 0.1, 0.5, 0.3, 0.8
		case *mechanism.Rivals:
			m.Share, m.Known, m.Rate, m.Spend, m.Leave = 0.1, 0.1, 0.03, 21.5, 0.3
		case *mechanism.Choice:
			m.Attention, m.Follow = 1, 0.1
		case *mechanism.Referral:
			m.Rate, m.Accept, m.RewardSender, m.RewardReceiver = 0.5, 0.7, 3.5, 1.25
			m.Tiers, m.Prizes = []float64{1}, []float64{2.5}
		case *mechanism.Reviews:
			m.Write, m.Read, m.Ask = 0.2, 1, 0.3
		case *mechanism.Seeding:
			m.Count, m.Cost = customers/20, 2.5
		case *mechanism.Service:
			m.Complain, m.CostPerWeek, m.FollowUp, m.CostPerAsk = 1, 7, 0.4, 0.25
		case *mechanism.Sharing:
			m.Posts, m.Pass, m.CostPerWeek = 0.5, 0.4, 2.5
		case *mechanism.Talk:
			m.Persuasion = map[string]float64{"friends": 0.3, "followers": 0.1}
		case *mechanism.Values:
			m.Kept, m.FindOut = 0.5, 0.2
		case *mechanism.Winback:
			m.After, m.Rate, m.Persuasion, m.Discount = 0, 1, 0.9, 0.1
		}
		all[name] = m
	}
	return all
}

// with returns the plan with mechanisms by name, in order of name.
func with(p *sim.Plan, from map[string]sim.Mechanism, names ...string) *sim.Plan {
	slices.Sort(names)
	q := *p
	q.Mechanisms = nil
	for _, name := range names {
		q.Mechanisms = append(q.Mechanisms, sim.Named{Name: name, Mechanism: from[name]})
	}
	return &q
}

// fallible is what testing.T and rapid.T have in common.
type fallible interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// goThrough runs a plan with some number of workers.
func goThrough(t fallible, p *sim.Plan, seed uint64, workers int) *sim.Trace {
	t.Helper()
	luck := chance.Of(seed, 1)
	w, err := sim.NewWorld(p, luck, workers)
	if err != nil {
		t.Fatalf("%v", err)
	}
	trace, err := sim.Run(context.Background(), p, w, luck, workers)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return trace
}

func total(counts []int64) (sum int64) {
	for _, n := range counts {
		sum += n
	}
	return sum
}

// weak are mechanisms that do nothing because of a strength of zero.
func weak() map[string]sim.Mechanism {
	all := map[string]sim.Mechanism{}
	all["advertising"] = &mechanism.Advertising{Saturation: 1}
	a := knob.Defaults(&mechanism.Ambassadors{})
	a.Invite = 0
	all["ambassadors"] = a
	c := knob.Defaults(&mechanism.Churn{})
	c.Contagion, c.Referrer, c.Premium = 0, 1, 0
	all["churn"] = c
	n := knob.Defaults(&mechanism.Emotion{})
	n.Gain, n.Closer, n.Delight = 0, 0, 0
	all["emotion"] = n
	q := knob.Defaults(&mechanism.Engagement{})
	q.Subscribe = mechanism.Subscribing{}
	all["engagement"] = q
	x := knob.Defaults(&mechanism.Expectations{})
	x.Words, x.Met, x.Promised = 0, 0, 1e6
	all["expectations"] = x
	z := knob.Defaults(&mechanism.Selling{})
	z.Sellers = 0
	all["selling"] = z
	e := knob.Defaults(&mechanism.Commerce{})
	e.Proof, e.Group.Discount = 0, 0
	all["commerce"] = e
	y := knob.Defaults(&mechanism.Community{})
	y.Join, y.HostsPerWeek = mechanism.Joining{}, 0
	all["community"] = y
	u := knob.Defaults(&mechanism.Content{})
	u.Rate = 0
	all["content"] = u
	b := knob.Defaults(&mechanism.Crisis{})
	b.Hit, b.QualityLoss, b.Hiding, b.News = 0, 0, 0, 0
	all["crisis"] = b
	g := knob.Defaults(&mechanism.Events{})
	g.Attend = 0
	all["events"] = g
	h := knob.Defaults(&mechanism.Influencers{})
	h.Count = 0
	all["influencers"] = h
	l := knob.Defaults(&mechanism.Loyalty{})
	l.Join = 0
	all["loyalty"] = l
	o := knob.Defaults(&mechanism.Reviews{})
	o.Write, o.Delighted, o.Disappointed = 0, 0, 0
	all["reviews"] = o
	d := knob.Defaults(&mechanism.Sharing{})
	d.Posts = 0
	all["sharing"] = d
	f := knob.Defaults(&mechanism.Referral{})
	f.Rate = 0
	all["referral"] = f
	all["seeding"] = knob.Defaults(&mechanism.Seeding{})
	v := knob.Defaults(&mechanism.Service{})
	v.Complain = 0
	all["service"] = v
	all["talk"] = knob.Defaults(&mechanism.Talk{})
	w := knob.Defaults(&mechanism.Winback{})
	w.Rate = 0
	all["winback"] = w
	return all
}

// late are mechanisms that begin after the horizon, of those that have dates.
func late() map[string]sim.Mechanism {
	all := levers(400)
	for name, m := range all {
		if from := reflect.ValueOf(m).Elem().FieldByName("From"); from.IsValid() {
			from.SetFloat(1000)
		} else {
			delete(all, name)
		}
	}
	return all
}
