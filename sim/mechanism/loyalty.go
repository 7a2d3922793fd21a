package mechanism

import (
	"fmt"
	"math"

	"grapevine/chance"
	"grapevine/sim"
)

// Loyalty is a programme that gives points for purchases. Points buy rewards:
// customers buy sooner the nearer the next one is (goal gradient: Kivetz,
// Urminsky & Zheng 2006), and points in hand hold them back from leaving
// (switching costs: Hartmann & Viard 2008). Or they bring status: being let
// into a tier binds, and so does having something to lose (Drèze & Nunes
// 2009). Points may also be given for sharing: then members say more, but what
// they say is paid for, is believed less, wears authenticity down, and partly
// reaches people who would have come anyway. Members who leave the brand lose
// their points and their tier.
type Loyalty struct {
	Dates
	Reward         string    `toml:"reward" default:"money" options:"money,status,both" doc:"What points bring: rewards that cost money, tiers of status, or both."`
	Join           float64   `toml:"join" default:"0.5" range:"[0,1]" doc:"Share of buyers who take part, of those who take part in programmes at all."`
	PointsPerMoney float64   `toml:"points_per_money" default:"1" range:"[0,)" doc:"Points for a unit of money paid."`
	RewardAt       float64   `toml:"reward_at" unit:"points" default:"200" range:"(0,)" doc:"Points that buy a reward."`
	RewardCost     float64   `toml:"reward_cost" unit:"money" default:"8" range:"[0,)" doc:"What a reward costs."`
	Appreciation   float64   `toml:"appreciation" default:"0.05" range:"[0,1]" doc:"How much a reward lifts the bond."`
	Gradient       float64   `toml:"gradient" default:"0.3" range:"[0,)" doc:"How much faster a member buys who is close to a reward, relative to the rate without points."`
	Hold           float64   `toml:"hold" default:"0.2" range:"[0,)" doc:"Coefficient with which the points of almost a reward hold a member back from leaving."`
	Tiers          []float64 `toml:"tiers" unit:"points" default:"[200, 600]" range:"(0,)" doc:"Points earned altogether that let a member into the first tier, the second and so on."`
	Recognition    float64   `toml:"recognition" default:"0.15" range:"[0,1]" doc:"How much being let into a tier lifts the bond."`
	StatusHold     float64   `toml:"status_hold" default:"0.3" range:"[0,)" doc:"Coefficient with which the highest tier holds a member back from leaving; lower tiers in proportion."`
	PointsPerShare float64   `toml:"points_per_share" unit:"points" default:"0" range:"[0,)" doc:"Points for telling a tie of the brand."`
	Shares         float64   `toml:"shares" unit:"1/week" default:"0.4" range:"[0,)" doc:"How often members would share for very many points."`
	HalfShares     float64   `toml:"half_shares" unit:"points" default:"10" range:"(0,)" doc:"Points per share with half of that effect; they also make what is said half paid in the eyes of hearers."`
	Persuasion     float64   `toml:"persuasion" default:"0.04" range:"[0,1]" doc:"Probability that a share persuades an unaware hearer who trusts the tie, if it were not paid for."`
	Erosion        float64   `toml:"erosion" default:"0.3" range:"[0,)" doc:"Authenticity lost if all customers of the market heard one fully paid share."`
	StatusCost     float64   `toml:"status_per_week" unit:"money" default:"0.05" range:"[0,)" doc:"Cost of what a member with a tier is given: better service, early access."`
	CostPerWeek    float64   `toml:"cost_per_week" unit:"money" default:"50" range:"[0,)" doc:"Cost of running the programme."`
}

// Check implements sim.Mechanism.
func (l *Loyalty) Check(*sim.Plan) []error {
	faults := l.check()
	if len(l.Tiers) == 0 && l.Reward != "money" {
		faults = append(faults, fmt.Errorf("tiers = []: reward = %q wants the points of at least one tier, as tiers = [200, 600]", l.Reward))
	}
	for k := range l.Tiers {
		if k > 0 && l.Tiers[k] <= l.Tiers[k-1] {
			faults = append(faults, fmt.Errorf("tiers[%d] = %g: want more than tiers[%d] = %g", k, l.Tiers[k], k-1, l.Tiers[k-1]))
		}
	}
	if len(l.Tiers) > 100 {
		faults = append(faults, fmt.Errorf("tiers has %d tiers: want at most 100", len(l.Tiers)))
	}
	return faults
}

// Tallies implements sim.Tallier.
func (l *Loyalty) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "loyalty_members", Stock: true, Doc: "customers who take part in the loyalty programme"},
		{Name: "loyalty_status", Stock: true, Doc: "those of them who have reached a tier"},
		{Name: "points", Doc: "points earned, rounded a purchase or share"},
		{Name: "rewards", Doc: "rewards given for points"},
		{Name: "loyalty_shares", Doc: "times that members told a tie of the brand for points"},
	}
}

// Enter implements sim.Mechanism.
func (l *Loyalty) Enter(m *sim.Market) any {
	r := &loyalty{
		Loyalty: l, m: m, desk: m.NewDesk(), source: m.Source("loyalty"), account: m.NewAccount(),
		money: l.Reward != "status", status: l.Reward != "money",
	}
	for k, c := range []*sim.Column{&r.members, &r.ranked, &r.points, &r.rewards, &r.shares} {
		*c = m.NewTally(l.Tallies()[k])
	}
	if l.never(m.Plan) {
		return nil
	}
	n := m.Plan.Customers
	r.cards = make([]card, n)
	r.live = l.on(0, 0)
	r.paid = l.PointsPerShare / (l.PointsPerShare + l.HalfShares)
	r.terms = termsOf(m.Plan)
	if l.PointsPerShare > 0 {
		m.NewClock(sim.OwnClock{
			Name: "share", Stages: havingStages, Ignores: sim.FeelsBond | sim.FeelsTrust,
			Rate: func(i int32) float64 {
				if r.cards[i].tier == outside || m.Detractor(i) {
					return 0
				}
				return l.Shares * r.paid
			},
			Strike: r.share,
		})
	}
	return r
}

type loyalty struct {
	*Loyalty
	m             *sim.Market
	desk          sim.Desk
	source        sim.Source
	account       sim.Account
	money, status bool
	paid          float64 // how paid a share is, 0 … 1
	terms         terms
	live          bool

	cards []card // by customer

	members, ranked, points, rewards, shares sim.Column
}

// card is what is kept of a customer.
type card struct {
	hand   float32 // points not spent on a reward yet
	earned float32 // points altogether
	tier   int8    // 0 is not in the programme, 1 in it without a tier
}

// outside is the tier of those who are not in the programme.
const outside = 0

var (
	purposeEnrol = chance.NewPurpose("loyalty: takes part")
	purposeShare = chance.NewPurpose("loyalty: with whom to share")
)

// Sold implements sim.Seller.
func (r *loyalty) Sold(s *sim.Span, i int32, sale sim.Sale) {
	if !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	if r.cards[i].tier == outside {
		if !r.m.OptsIn(i) || r.m.Luck.Uniform(purposeEnrol, uint32(i), 0) >= r.Join {
			return
		}
		r.cards[i].tier = 1
		s.Count(r.members, 1)
	}
	r.earn(s, i, r.PointsPerMoney*float64(sale.Price)/100)
}

// earn gives points to the customer in hand, and what they bring.
func (r *loyalty) earn(s *sim.Span, i int32, points float64) {
	if points == 0 {
		return
	}
	s.Count(r.points, int64(math.Round(points)))
	r.cards[i].hand += float32(points)
	r.cards[i].earned += float32(points)
	lift := 0.0
	if n := math.Floor(float64(r.cards[i].hand) / r.RewardAt); r.money && n > 0 {
		r.cards[i].hand = max(0, r.cards[i].hand-float32(n*r.RewardAt))
		s.Count(r.rewards, int64(n))
		s.Spend(r.account, n*r.RewardCost)
		lift = r.Appreciation
	}
	for r.status && int(r.cards[i].tier) <= len(r.Tiers) && float64(r.cards[i].earned) >= r.Tiers[r.cards[i].tier-1] {
		if r.cards[i].tier == 1 {
			s.Count(r.ranked, 1)
		}
		r.cards[i].tier++
		lift += float64((1 - lift) * r.Recognition)
	}
	if lift > 0 {
		s.Feel(i, 0, lift*(1-r.m.Bond(i)), 0)
	}
}

// Sways implements sim.StageSwayer.
func (r *loyalty) Sways() []sim.Stage { return havingStages }

// Sway implements sim.Swayer.
func (r *loyalty) Sway(_ *sim.Market, i int32, rate *sim.Rate) {
	if !r.live || r.cards[i].tier == outside || !having(rate.Stage) {
		return
	}
	hold := 0.0
	if r.money {
		near := float64(r.cards[i].hand) / r.RewardAt
		rate.Of[sim.Buy] *= 1 + float64(r.Gradient*near)
		hold += float64(r.Hold * near)
	}
	if r.status && r.cards[i].tier > 1 {
		hold += float64(r.StatusHold * float64(r.cards[i].tier-1) / float64(len(r.Tiers)))
	}
	if hold > 0 {
		rate.Of[sim.Leave] *= chance.Exp(-hold)
	}
}

// share is a word for points.
func (r *loyalty) share(s *sim.Span, i int32, count uint32) {
	to, layer, ok := r.m.Tie(purposeShare, i, count)
	if !ok || !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	s.Count(r.shares, 1)
	s.Report(r.desk, sim.Report{Who: i})
	trust := r.m.Plan.Layers[layer].Trust * r.m.Authenticity * (1 - r.terms.seems(r.paid)/2)
	s.Say(sim.Word{To: to, From: i, Source: r.source, Flags: r.terms.flags(), Weight: float32(impulse(r.Persuasion) * trust)})
	r.earn(s, i, r.PointsPerShare)
}

// Moved implements sim.Mover: who leaves the brand leaves the programme.
func (r *loyalty) Moved(s *sim.Span, i int32, _, to sim.Stage) {
	if to != sim.Lapsed || r.cards[i].tier == outside {
		return
	}
	s.Count(r.members, -1)
	if r.cards[i].tier > 1 {
		s.Count(r.ranked, -1)
	}
	r.cards[i] = card{}
}

// Close implements sim.Closer: shares wear authenticity down, and points hold
// nobody any more when the programme has ended.
func (r *loyalty) Close(m *sim.Market, week float64) {
	heard := 0.0
	m.Reports(r.desk, func(sim.Report) { heard++ })
	if heard > 0 {
		m.Authenticity *= chance.Exp(-r.Erosion * r.terms.wears(r.paid) * heard / float64(m.Customers()))
	}
	if live := r.on(week, m.Spent(r.account)); live != r.live {
		for i := range r.cards {
			if r.cards[i].tier != outside {
				m.Settle(int32(i))
			}
		}
		r.live = live
	}
}

// Week implements sim.Accountant.
func (r *loyalty) Week(m *sim.Market, week int) {
	cost := r.CostPerWeek
	if r.status {
		cost += float64(r.StatusCost * float64(m.Level(r.ranked)))
	}
	r.charge(m, r.account, week, cost)
}
