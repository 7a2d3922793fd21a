package mechanism

import (
	"math"

	"grapevine/sim"
)

// Inventory is what the brand keeps in store. Deliveries fill it up to a level
// (periodic review, order up to: Arrow, Harris & Marschak 1951); when it is
// empty, who would buy finds nothing and may try again later: a lost sale. Too
// much costs money to hold, too little costs sales, and what those who did not
// come to buy would have said.
type Inventory struct {
	UpTo     float64 `toml:"up_to" unit:"units" default:"500" range:"(0,)" doc:"Units in store after a delivery."`
	Every    int     `toml:"every" unit:"weeks" default:"1" range:"[1,)" doc:"Weeks from one delivery to the next; the first is before the first week."`
	Holding  float64 `toml:"holding_per_week" unit:"money" default:"0.05" range:"[0,)" doc:"Cost of holding a unit that is left at the end of a week."`
	Delivery float64 `toml:"cost_per_delivery" unit:"money" default:"0" range:"[0,)" doc:"Cost of a delivery after the first, whatever it brings; the goods are paid for when they are sold."`
}

// Check implements sim.Mechanism.
func (v *Inventory) Check(*sim.Plan) []error { return nil }

// Tallies implements sim.Tallier.
func (v *Inventory) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "in_store", Stock: true, Doc: "units in store at the end of the week, before a delivery"},
		{Name: "lost_sales", Doc: "times that somebody would have bought and nothing was left"},
	}
}

// Enter implements sim.Mechanism.
func (v *Inventory) Enter(m *sim.Market) any {
	return &inventory{
		Inventory: v, m: m, desk: m.NewDesk(), account: m.NewAccount(), left: math.Floor(v.UpTo),
		store: m.NewTally(v.Tallies()[0]), lost: m.NewTally(v.Tallies()[1]),
	}
}

type inventory struct {
	*Inventory
	m           *sim.Market
	desk        sim.Desk
	account     sim.Account
	left        float64
	store, lost sim.Column
}

// Empty implements sim.Storekeeper.
func (r *inventory) Empty() bool { return r.left <= 0 }

// Missed implements sim.Storekeeper.
func (r *inventory) Missed(s *sim.Span, _ int32) { s.Count(r.lost, 1) }

// Sold implements sim.Seller.
func (r *inventory) Sold(s *sim.Span, i int32, _ sim.Sale) { s.Report(r.desk, sim.Report{Who: i}) }

// Close implements sim.Closer: what was sold in the step is gone.
func (r *inventory) Close(m *sim.Market, _ float64) {
	m.Reports(r.desk, func(sim.Report) { r.left-- })
	m.Count(r.store, int64(max(0, r.left))-m.Level(r.store))
}

// Week implements sim.Accountant: what is left is paid for, and deliveries come.
func (r *inventory) Week(m *sim.Market, week int) {
	m.Spend(r.account, r.Holding*max(0, r.left))
	if week%r.Every == 0 && week < m.Plan.Weeks && r.left < math.Floor(r.UpTo) {
		m.Spend(r.account, r.Delivery)
		r.left = math.Floor(r.UpTo)
	}
}
