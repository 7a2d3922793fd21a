package mechanism

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"

	"grapevine/chance"
	"grapevine/sim"
)

// Values is what the brand stands for, and what customers hold dear, each a
// place on some axes such as environment or tradition. A public stance draws
// those who share it and repels those who do not: it presses on considering,
// deciding and staying by own need, and colours every experience (consumer-
// company identification: Bhattacharya & Sen 2003; brand activism: Mukherjee &
// Althuizen 2020). Friends tend to hold the same (homophily: McPherson,
// Smith-Lovin & Cook 2001), so a stance finds clusters that carry it on. A
// promise that is kept costs money and builds trust; of one that is not kept,
// customers find out one by one, and those who cared most are hurt most.
type Values struct {
	Dates
	Stance      map[string]float64 `toml:"stance" default:"{ environment = 1 }" range:"[-1,1]" doc:"What the brand stands for, by axis: 1 is wholly for it, -1 wholly against."`
	Customers   map[string]float64 `toml:"customers" default:"{ environment = 0 }" range:"[-1,1]" doc:"Mean of what customers hold, by axis; 0 where it is left out."`
	Spread      float64            `toml:"spread" default:"0.5" range:"[0,)" doc:"Standard deviation of what customers hold on an axis."`
	Homophily   float64            `toml:"homophily" default:"0.3" range:"[0,1]" doc:"Share of that variance which customers have in common with those they are tied to."`
	Layer       string             `toml:"layer" default:"" doc:"Network of those ties; the first one if left out."`
	Pull        float64            `toml:"pull" default:"0.5" range:"[0,)" doc:"Coefficient of agreement, -1 to 1, in considering and deciding."`
	Hold        float64            `toml:"hold" default:"0.5" range:"[0,)" doc:"Coefficient with which agreement, -1 to 1, holds a customer back from leaving."`
	Colour      float64            `toml:"colour" default:"0.1" range:"[0,1]" doc:"How much full agreement lifts satisfaction at a purchase, and disagreement lowers it."`
	Belonging   float64            `toml:"belonging" default:"0.05" range:"[0,1]" doc:"How much full agreement lifts the bond at a purchase."`
	Kept        float64            `toml:"kept" default:"1" range:"[0,1]" doc:"How far deeds follow words: 1 is a promise kept."`
	Trust       float64            `toml:"trust" default:"0.05" range:"[0,1]" doc:"How much a promise wholly kept lifts trust at a purchase."`
	FindOut     float64            `toml:"find_out" unit:"1/week" default:"0.02" range:"[0,)" doc:"Rate at which those who agree find out about a promise wholly broken."`
	Hurt        float64            `toml:"hurt" default:"0.8" range:"[0,2]" doc:"How much satisfaction one who agreed fully loses on finding out."`
	Erosion     float64            `toml:"erosion" default:"0.5" range:"[0,)" doc:"Authenticity lost if all customers of the market found out at once."`
	PerSale     float64            `toml:"per_sale" unit:"money" default:"0.4" range:"[0,)" doc:"Cost of keeping the promise, a purchase; a promise half kept costs half."`
	CostPerWeek float64            `toml:"cost_per_week" unit:"money" default:"50" range:"[0,)" doc:"Cost of making the stance known."`
}

// Check implements sim.Mechanism.
func (v *Values) Check(p *sim.Plan) []error {
	faults := v.check()
	for _, axis := range slices.Sorted(maps.Keys(v.Customers)) {
		if _, there := v.Stance[axis]; !there && v.Customers[axis] != 0 {
			faults = append(faults, fmt.Errorf("customers.%s: the brand has no stance.%[1]s, so that it plays no part: want an axis of stance", axis))
		}
	}
	if p.Layer(v.Layer) < 0 && v.Layer != "" {
		faults = append(faults, fmt.Errorf("layer = %q: there is no network.%[1]s%s", v.Layer, layersThere(p)))
	}
	return faults
}

// Tallies implements sim.Tallier.
func (v *Values) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "like_minded", Stock: true, Doc: "present customers who agree with the stance of the brand"},
		{Name: "disillusioned", Doc: "people who found out about a broken promise"},
	}
}

// Enter implements sim.Mechanism.
func (v *Values) Enter(m *sim.Market) any {
	r := &values{
		Values: v, m: m, desk: m.NewDesk(), account: m.NewAccount(), awake: make([]bool, m.Plan.Customers),
		likeMinded: m.NewTally(v.Tallies()[0]), disillusioned: m.NewTally(v.Tallies()[1]),
	}
	if v.never(m.Plan) {
		return nil
	}
	r.agree = r.agreement()
	r.pulls = make([]pull, len(r.agree))
	for i := range r.agree {
		r.weigh(int32(i))
	}
	r.live = v.on(0, 0)
	if v.Kept < 1 && v.FindOut > 0 {
		m.NewClock(sim.OwnClock{
			Name: "find out", Stages: []sim.Stage{sim.Aware, sim.Considering, sim.Customer, sim.Loyal, sim.Advocate}, Ignores: sim.Feelings,
			Rate: func(i int32) float64 {
				if r.awake[i] || r.agree[i] <= 0 {
					return 0
				}
				return v.FindOut * (1 - v.Kept)
			},
			Strike: r.findOut,
		})
	}
	return r
}

type values struct {
	*Values
	m       *sim.Market
	desk    sim.Desk
	account sim.Account
	agree   []float32 // -1 … 1, by customer
	awake   []bool    // has found out that the promise is broken
	pulls   []pull    // by customer
	live    bool

	likeMinded, disillusioned sim.Column
}

// pull is what a customer's agreement does to the journey.
type pull struct {
	draws  float64 // factor of the hazards of considering and deciding
	leaves float64 // and of that of leaving
}

var purposeValues = chance.NewPurpose("values: what a customer holds")

// agreement works out how far each customer holds what the brand stands for:
// stance times what is held, summed over the axes, and divided by the size of
// the whole stance where that is above 1. So several stances have their mean,
// and one that is hardly taken hardly counts.
func (r *values) agreement() []float32 {
	n := r.m.Plan.Customers
	sum := make([]float64, n)
	size := 0.0
	for _, axis := range slices.Sorted(maps.Keys(r.Stance)) {
		stance := r.Stance[axis]
		for i, held := range r.held(axis) {
			sum[i] += float64(stance * held)
		}
		size += max(stance, -stance)
	}
	agree := make([]float32, n)
	for i := range agree {
		agree[i] = float32(max(-1, min(1, sum[i]/max(1, size))))
	}
	return agree
}

// held draws what customers hold on an axis. What is their own and what their
// neighbours have each has its share of the variance.
func (r *values) held(axis string) []float64 {
	h := fnv.New32a()
	h.Write([]byte(axis))
	luck := r.m.Luck.Apart(int(h.Sum32()))
	own := make([]float64, r.m.Plan.Customers)
	for i := range own {
		own[i] = luck.Normal(purposeValues, uint32(i), 0)
	}
	layer := r.m.Plan.Layer(r.Layer)
	held := make([]float64, len(own))
	for i := range held {
		z := own[i]
		if layer >= 0 && r.Homophily > 0 {
			if ties := r.m.Layers()[layer].Neighbours(int32(i)); len(ties) > 0 {
				around := 0.0
				for _, j := range ties {
					around += own[j]
				}
				around /= math.Sqrt(float64(len(ties)))
				z = float64(math.Sqrt(1-r.Homophily)*z) + float64(math.Sqrt(r.Homophily)*around)
			}
		}
		held[i] = max(-1, min(1, r.Customers[axis]+float64(r.Spread*z)))
	}
	return held
}

// felt is a customer's agreement with the brand: for those who have found out,
// the more they agreed the less they do now.
func (r *values) felt(i int32) float64 {
	if r.awake[i] {
		return -float64(r.agree[i])
	}
	return float64(r.agree[i])
}

// weigh works out what a customer's agreement does to the journey.
func (r *values) weigh(i int32) {
	felt := r.felt(i)
	r.pulls[i] = pull{chance.Exp(r.Pull * felt), chance.Exp(-r.Hold * felt)}
}

// Warm implements sim.Warmer.
func (r *values) Warm(who []int32) (any int32) {
	for _, i := range who {
		any += int32(r.pulls[i].draws)
	}
	return any
}

// Sways implements sim.StageSwayer.
func (r *values) Sways() []sim.Stage {
	return append([]sim.Stage{sim.Aware, sim.Considering}, havingStages...)
}

// Sway implements sim.Swayer.
func (r *values) Sway(m *sim.Market, i int32, rate *sim.Rate) {
	if !r.live {
		return
	}
	switch rate.Stage {
	case sim.Aware, sim.Considering:
		rate.Of[sim.Forward] *= r.pulls[i].draws
	case sim.Customer, sim.Loyal, sim.Advocate:
		rate.Of[sim.Leave] *= r.pulls[i].leaves
	}
}

// Sold implements sim.Seller.
func (r *values) Sold(s *sim.Span, i int32, sale sim.Sale) {
	if !r.live {
		return
	}
	s.Spend(r.account, r.PerSale*r.Kept)
	trust := 0.0
	if !r.awake[i] {
		trust = r.Trust * r.Kept * (1 - r.m.Trust(i))
	}
	felt := r.felt(i)
	s.Feel(i, r.Colour*felt, r.Belonging*max(0, felt)*(1-r.m.Bond(i)), trust)
}

// Moved implements sim.Mover.
func (r *values) Moved(s *sim.Span, i int32, from, to sim.Stage) {
	if r.agree[i] <= 0 {
		return
	}
	if having(to) && !having(from) {
		s.Count(r.likeMinded, 1)
	} else if having(from) && !having(to) {
		s.Count(r.likeMinded, -1)
	}
}

func (r *values) findOut(s *sim.Span, i int32, _ uint32) {
	if !r.live {
		return
	}
	r.awake[i] = true
	r.weigh(i)
	s.Count(r.disillusioned, 1)
	s.Report(r.desk, sim.Report{Who: i})
	hurt := 0.0
	if r.m.HasBought(i) {
		hurt = r.Hurt * float64(r.agree[i])
	}
	s.Feel(i, -hurt, -float64(r.agree[i])*r.m.Bond(i), -float64(r.agree[i])*r.m.Trust(i))
}

// Close implements sim.Closer: the stance is taken, or given up, when its
// dates say so, and broken promises wear authenticity down.
func (r *values) Close(m *sim.Market, week float64) {
	hurt := 0.0
	m.Reports(r.desk, func(sim.Report) { hurt++ })
	m.Authenticity *= chance.Exp(-r.Erosion * hurt / float64(m.Customers()))
	if live := r.on(week, m.Spent(r.account)); live != r.live {
		settleAll(m)
		r.live = live
	}
}

// Week implements sim.Accountant.
func (r *values) Week(m *sim.Market, week int) {
	r.charge(m, r.account, week, r.CostPerWeek)
}
