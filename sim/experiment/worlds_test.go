package experiment

import (
	"sync"
	"testing"

	"grapevine/chance"
	"grapevine/network"
	"grapevine/sim"
)

// Settings with the same ties between the same customers share them, replicate by
// replicate; ties that are other ones are made anew.
func TestWorldsAreShared(t *testing.T) {
	plan := func(customers, attach int) *sim.Plan {
		return &sim.Plan{Customers: customers, Layers: []sim.Layer{{Name: "friends", Graph: &network.BarabasiAlbert{Attach: attach}}}}
	}
	var k Worlds
	of := func(p *sim.Plan, replicate int) *network.Graph {
		w, err := k.World(p, chance.Of(1, replicate), 1)
		if err != nil {
			t.Fatal(err)
		}
		return w.Layer("friends")
	}
	first := of(plan(50, 2), 1)
	if of(plan(50, 2), 1) != first {
		t.Error("the same ties are made twice")
	}
	if of(plan(50, 2), 2) == first {
		t.Error("replicates share their ties")
	}
	if g := of(plan(50, 3), 1); g == first || g.Size() <= first.Size() {
		t.Error("other ties are taken for the same")
	}
	if g := of(plan(40, 3), 1); g.Order() != 40 {
		t.Errorf("%d customers, want 40", g.Order())
	}
	var crew sync.WaitGroup
	for range 3 {
		crew.Go(func() {
			for replicate := range 20 {
				of(plan(50, 2), replicate)
			}
		})
	}
	crew.Wait()
	if k.bytes <= 0 || k.bytes > 20*4*(50+2*2*50) {
		t.Errorf("20 worlds of 50 customers and 100 ties take %d bytes", k.bytes)
	}
}

// Ties for which there is no room are made anew each time, and leave what is kept as
// it was.
func TestWorldsKeepToTheirRoom(t *testing.T) {
	p := &sim.Plan{Customers: 30, Layers: []sim.Layer{{Name: "friends", Graph: &network.Ring{Neighbours: 2}}}}
	var k Worlds
	if _, err := k.World(p, chance.Of(1, 1), 1); err != nil {
		t.Fatal(err)
	}
	before := k.bytes
	k.keep(chance.Of(1, 2), tied{plan: p, bytes: worldsRoom})
	if len(k.kept) != 1 || k.bytes != before {
		t.Errorf("%d worlds in %d bytes, want 1 in %d", len(k.kept), k.bytes, before)
	}
}
