package experiment

import (
	"sync"

	"grapevine/chance"
	"grapevine/sim"
)

// Worlds keeps the ties of replicates for the next setting of the same scenario:
// replicate k of each has the same ties between the same customers, unless they
// are what is set. Its zero value is ready for use, by several workers at once.
type Worlds struct {
	mutex sync.Mutex
	kept  map[chance.Luck]tied
	bytes int
}

// tied is the ties of a replicate and a plan that they are of.
type tied struct {
	*sim.World
	plan  *sim.Plan
	bytes int
}

// worldsRoom is the memory that kept ties may take. There is room for a thousand
// replicates of a thousand customers; of larger markets, in which making the ties is a
// small part of a run, the ties of the first replicates are kept.
const worldsRoom = 64 << 20

// World implements [Maker].
func (k *Worlds) World(p *sim.Plan, luck chance.Luck, workers int) (*sim.World, error) {
	k.mutex.Lock()
	before, ok := k.kept[luck]
	k.mutex.Unlock()
	if ok && sameTies(before.plan, p) {
		return before.World, nil
	}
	w, err := sim.NewWorld(p, luck, workers)
	if err != nil {
		return nil, err
	}
	k.keep(luck, tied{w, p, bytesOf(w, p)})
	return w, nil
}

// keep takes a world in, for the one that was there if any, as far as there is room.
func (k *Worlds) keep(luck chance.Luck, w tied) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.bytes -= k.kept[luck].bytes
	delete(k.kept, luck)
	if k.bytes+w.bytes > worldsRoom {
		return
	}
	if k.kept == nil {
		k.kept = map[chance.Luck]tied{}
	}
	k.kept[luck] = w
	k.bytes += w.bytes
}

// bytesOf returns about how much memory the ties of a plan's layers take.
func bytesOf(w *sim.World, p *sim.Plan) (bytes int) {
	for i := range p.Layers {
		g := w.Layer(p.Layers[i].Name)
		ends := g.Size()
		if !g.Directed() {
			ends *= 2
		}
		if g.Weighted() {
			ends *= 2
		}
		bytes += 4 * (g.Order() + ends)
	}
	return bytes
}
