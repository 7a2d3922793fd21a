package mechanism_test

import (
	"math"
	"strings"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func channels(t testing.TB, set func(*mechanism.Channels)) sim.Named {
	return named(t, "channels", func(c *mechanism.Channels) {
		c.Store.Reach, c.Online.Reach = 1, 1
		if set != nil {
			set(c)
		}
	})
}

func busyMarket() *sim.Plan {
	p := market(300, 16)
	p.Rates.Consider, p.Rates.Buy = 0.3, sim.BuyRates{Customer: 0.5, Loyal: 0.5, Advocate: 0.5}
	return p
}

// More friction is fewer purchases; joined-up channels are more; neither makes
// anybody notice the brand.
func TestChannelsEaseBuying(t *testing.T) {
	p := busyMarket()
	still := map[string]response{"aware": last("reached_aware"), "invitations": over("invitations")}
	apart := with(p, channels(t, nil))
	moved(t, with(p, channels(t, func(c *mechanism.Channels) { c.Store.Friction, c.Online.Friction = 0.8, 0.8 })), apart,
		nil, map[string]response{"sales": over("sales"), "first purchases": over("first_purchases")}, nil)
	moved(t, with(p, channels(t, func(c *mechanism.Channels) { c.Integration = 1 })), apart,
		map[string]response{"sales": over("sales"), "resumed": over("resumed")}, map[string]response{"cost": account("channels")}, nil)
	moved(t, with(p, channels(t, func(c *mechanism.Channels) { c.Consistency, c.Scatter = 0, 1 })), apart,
		map[string]response{"detractors": last("n_detractor")}, nil, still)
	moved(t, with(p, channels(t, func(c *mechanism.Channels) { c.Integration, c.Personalisation = 1, "data" })),
		with(p, channels(t, func(c *mechanism.Channels) { c.Integration = 1 })),
		map[string]response{"sales": over("sales")}, nil, still)
	moved(t, with(p, channels(t, func(c *mechanism.Channels) { c.Store.Footfall = 0.1 })), apart,
		map[string]response{"new aware": over("new_aware"), "credit": credited("channels")}, nil, nil)
	group := with(p, named(t, "community", func(y *mechanism.Community) { y.Join.Customers = 0.5 }))
	peers := func(c *mechanism.Channels) { c.Personalisation, c.Fit = "peers", 0.5 }
	moved(t, with(group, channels(t, peers)), with(group, channels(t, nil)), map[string]response{"sales": over("sales")}, nil, nil)
	alike(t, with(p, channels(t, peers)), apart, "no account") // no community, no peers
}

// Purchases fall to channels, straight or resumed, in the shares that frictions
// and integration say.
func TestChannelsShares(t *testing.T) {
	p := market(4000, 10)
	p.Layers = nil
	p.Rates.Buy = sim.BuyRates{Customer: 1, Loyal: 1, Advocate: 1}
	seeds := named(t, "seeding", func(d *mechanism.Seeding) { d.Count = 4000 })
	tr := run(t, with(p, seeds, channels(t, func(c *mechanism.Channels) {
		c.Store.Friction, c.Online.Friction, c.CarryOn, c.Integration = 0.2, 0.6, 0.5, 0.5
	})), 0)
	// Store: begun there and completed .5·.8, or begun online, broken off and
	// resumed .5·.6·.5·(1-.5·.2). Online: .5·.4, and .5·.2·.5·(1-.5·.6).
	store, online := 0.4+0.15*0.9, 0.2+0.05*0.7
	all := store + online
	sold := over("sales_store")(tr) + over("sales_online")(tr)
	for name, c := range map[string]struct{ got, want float64 }{
		"store":   {over("sales_store")(tr) / sold, store / all},
		"resumed": {over("resumed")(tr) / sold, (0.15*0.9 + 0.05*0.7) / all},
	} {
		if math.Abs(c.got-c.want) > 4*math.Sqrt(c.want*(1-c.want)/sold) {
			t.Errorf("%s: share %.4f of %v purchases, want %.4f", name, c.got, sold, c.want)
		}
	}
	if sales := over("sales")(tr) - 4000; sold != sales {
		t.Errorf("%v purchases in channels, %v in all", sold, sales)
	}
}

// Costs: the systems once and by the week, channels by the week, by the sale
// and by their share of the price.
func TestChannelsCosts(t *testing.T) {
	p := busyMarket()
	dear := func(c *mechanism.Channels) {
		c.Integration, c.Store.Fee, c.Online.CostPerSale = 0.5, 0.1, 2.25
		c.From, c.Until = 4, 9
	}
	tr := run(t, with(p, channels(t, dear)), 0)
	want := 4000 + 5*(40+100) + (1+4)*over("sales_store")(tr) + 2.25*over("sales_online")(tr)
	if got := -account("channels")(tr); math.Abs(got-want) > 1e-6 {
		t.Errorf("cost %.2f, want %.2f", got, want)
	}
	for week, n := range tr.Column("sales_store") {
		if n > 0 && (week <= 4 || week > 9) {
			t.Errorf("week %d: %d sales in the store", week, n)
		}
	}
	before, after := run(t, p, 0).Column("sales"), tr.Column("sales")
	for week := range 5 {
		if before[week] != after[week] {
			t.Errorf("week %d: %d sales before the channels open, %d without them", week, after[week], before[week])
		}
	}
	tr = run(t, with(p, channels(t, func(c *mechanism.Channels) { c.Budget = 500 })), 0)
	if got := -account("channels")(tr); got < 500 || got > 600 {
		t.Errorf("cost %.2f, want 500 and not above 600", got)
	}
}

// Channels in which all is as usual change nothing but the account.
func TestChannelsAbsent(t *testing.T) {
	p := busyMarket()
	open := with(p, channels(t, func(c *mechanism.Channels) { c.Use, c.Store.Friction, c.Usual = []string{"store"}, 0.5, 0.5 }))
	a, b := run(t, open, 2), run(t, p, 2)
	for _, name := range a.Columns {
		if !strings.HasPrefix(name, "sales_") && total(a.Column(name)) != total(b.Column(name)) {
			t.Errorf("%s: %d, without it %d", name, total(a.Column(name)), total(b.Column(name)))
		}
	}
	alike(t, with(p, channels(t, func(c *mechanism.Channels) { c.From, c.Integration = 16, 1 })), p, "channels")
}
