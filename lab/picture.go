package lab

import (
	"cmp"
	"math"
	"slices"

	"grapevine/chance"
	"grapevine/network"
	"grapevine/sim"
)

// Picture says where customers stand in a drawing of their ties, so that those
// who belong together are seen together.
type Picture struct {
	Who         []int32   `json:"who"`         // customers in the drawing, ascending
	X           []float32 `json:"x"`           // -1 … 1
	Y           []float32 `json:"y"`           // -1 … 1
	Communities []int32   `json:"communities"` // found along the first layer, of everybody in the market
}

// Draw lays out the ties of a replicate, of so many customers at most: whole
// communities, as long as they fit.
func (s *Session) Draw(replicate, most int) (*Picture, error) {
	plan := s.now.Strategies[0].Plan
	luck := chance.Of(uint64(s.now.Seed), replicate)
	world, err := sim.NewWorld(plan, luck, 1)
	if err != nil {
		return nil, err
	}
	var graphs []*network.Graph
	for _, l := range plan.Layers {
		graphs = append(graphs, world.Layer(l.Name))
	}
	p := &Picture{Communities: make([]int32, plan.Customers)}
	if len(graphs) > 0 {
		p.Communities = network.CommunitiesOf(graphs[0], luck)
	}
	// the first layer alone: the others would pull all into one heap
	p.Who = chosen(graphs, p.Communities, most)
	l := newLayout(graphs[:min(1, len(graphs))], p.Who, p.Communities)
	l.settle(steps)
	p.X, p.Y = l.fit()
	return p, nil
}

// chosen returns everybody, or, if they are too many, those around customer 0:
// one community after the other, next those most tied to the ones before.
func chosen(graphs []*network.Graph, community []int32, most int) []int32 {
	n := len(community)
	if n <= most {
		all := make([]int32, n)
		for i := range all {
			all[i] = int32(i)
		}
		return all
	}
	members := make([][]int32, slices.Max(community)+1)
	for i, c := range community {
		members[c] = append(members[c], int32(i))
	}
	var who []int32
	taken := make([]bool, len(members))
	links := make([]int, len(members))
	for next := community[0]; ; {
		taken[next] = true
		room := most - len(who)
		who = append(who, members[next][:min(room, len(members[next]))]...)
		if len(who) == most {
			break
		}
		if len(graphs) > 0 {
			for _, i := range members[next] {
				for _, j := range graphs[0].Neighbours(i) {
					links[community[j]]++
				}
			}
		}
		next = -1
		for c := range members {
			if !taken[c] && (next < 0 || links[c] > links[next]) {
				next = int32(c)
			}
		}
	}
	slices.Sort(who)
	return who
}

// steps is how often the layout is moved. The strides get shorter from step to
// step, so more of them change little.
const steps = 120

// layout lets ties pull and all customers push each other apart. Pulls grow
// with the distance and pushes fall with it, in proportion to customers' ties,
// which keeps communities apart that few ties join: the model of ForceAtlas2
// (Jacomy, Venturini, Heymann & Bastian, PLoS ONE 9, 2014), with the tree of
// Barnes & Hut (Nature 324, 1986) for the pushes.
type layout struct {
	x, y   []float64
	mass   []float64
	ties   [][2]int32 // by place in the drawing
	fx, fy []float64
	tree   []cell
}

// golden is the golden angle, in radians: by it a spiral has room for all.
const golden = 2.399963

func newLayout(graphs []*network.Graph, who, community []int32) *layout {
	n := len(who)
	l := &layout{x: make([]float64, n), y: make([]float64, n), mass: make([]float64, n), fx: make([]float64, n), fy: make([]float64, n)}
	place := make(map[int32]int32, n)
	for k, i := range who {
		place[i], l.mass[k] = int32(k), 1
	}
	for _, g := range graphs {
		for k, i := range who {
			for _, j := range g.Neighbours(i) {
				to, there := place[j]
				if !there || !g.Directed() && j < i {
					continue
				}
				l.ties = append(l.ties, [2]int32{int32(k), to})
				l.mass[k]++
				l.mass[to]++
			}
		}
	}
	// Communities begin on a spiral, their members close to each other.
	order := make([]int, n)
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(community[who[a]], community[who[b]]) })
	for rank, k := range order {
		r, turn := math.Sqrt(float64(rank)+0.5), golden*float64(rank)
		mid := 0.25 * float64(n) / 6.2832
		c := golden * float64(community[who[k]])
		l.x[k] = 0.3*r*math.Cos(turn) + math.Sqrt(mid)*3*math.Cos(c)
		l.y[k] = 0.3*r*math.Sin(turn) + math.Sqrt(mid)*3*math.Sin(c)
	}
	return l
}

// settle moves everybody so many times.
func (l *layout) settle(steps int) {
	n := len(l.x)
	if n < 2 {
		return
	}
	size := math.Sqrt(float64(n))
	ties := 0.0
	for _, m := range l.mass {
		ties += m - 1
	}
	push := size * max(1, ties/float64(n)) / (float64(n) * 4)
	for step := range steps {
		stride := 0.12*size*math.Pow(1-float64(step)/float64(steps), 1.5) + 0.002*size
		l.plant()
		for k := range l.x {
			fx, fy := l.pushed(l.x[k], l.y[k])
			l.fx[k], l.fy[k] = push*l.mass[k]*fx/size, push*l.mass[k]*fy/size
			// a weak pull to the middle keeps those without ties in sight
			l.fx[k] -= 0.05 * l.x[k]
			l.fy[k] -= 0.05 * l.y[k]
		}
		for _, t := range l.ties {
			dx, dy := l.x[t[1]]-l.x[t[0]], l.y[t[1]]-l.y[t[0]]
			l.fx[t[0]] += dx
			l.fy[t[0]] += dy
			l.fx[t[1]] -= dx
			l.fy[t[1]] -= dy
		}
		for k := range l.x {
			fx, fy := l.fx[k]/l.mass[k], l.fy[k]/l.mass[k]
			f := math.Sqrt(fx*fx+fy*fy) + 1e-12
			way := min(stride, f*3)
			l.x[k] += way * fx / f
			l.y[k] += way * fy / f
		}
	}
}

// cell is a square of the plane with what is in it. Its quarters follow each
// other in the tree.
type cell struct {
	x, y, mass  float64 // centre of mass
	left, low   float64
	side        float64
	first       int32 // of four quarters; 0 without
	inhabitants int32
}

// plant builds the tree.
func (l *layout) plant() {
	lowX, highX := slices.Min(l.x), slices.Max(l.x)
	lowY, highY := slices.Min(l.y), slices.Max(l.y)
	l.tree = append(l.tree[:0], cell{left: lowX, low: lowY, side: max(highX-lowX, highY-lowY) + 1e-9})
	for k := range l.x {
		l.add(0, l.x[k], l.y[k], l.mass[k], 0)
	}
}

// deepest is how often a square is quartered at most.
const deepest = 24

func (l *layout) add(at int32, x, y, mass float64, depth int) {
	for {
		c := &l.tree[at]
		if c.inhabitants == 0 {
			c.x, c.y, c.mass, c.inhabitants = x, y, mass, 1
			return
		}
		ox, oy, om, alone := c.x, c.y, c.mass, c.first == 0 && c.inhabitants == 1
		total := c.mass + mass
		c.x, c.y, c.mass = (c.x*c.mass+x*mass)/total, (c.y*c.mass+y*mass)/total, total
		c.inhabitants++
		if depth == deepest {
			return
		}
		if alone {
			half := c.side / 2
			left, low := c.left, c.low
			c.first = int32(len(l.tree))
			first := c.first
			for q := range 4 {
				l.tree = append(l.tree, cell{left: left + half*float64(q&1), low: low + half*float64(q>>1), side: half})
			}
			l.add(first+l.quarter(at, ox, oy), ox, oy, om, depth+1)
		}
		at = l.tree[at].first + l.quarter(at, x, y)
		depth++
	}
}

func (l *layout) quarter(at int32, x, y float64) (q int32) {
	c := &l.tree[at]
	if x >= c.left+c.side/2 {
		q++
	}
	if y >= c.low+c.side/2 {
		q += 2
	}
	return q
}

// wide is how large a square may look before its quarters are asked one by one.
const wide = 0.9

// pushed returns the push of everybody on somebody of mass 1 at a point.
func (l *layout) pushed(x, y float64) (fx, fy float64) {
	var stack [4 * (deepest + 2)]int32
	stack[0] = 0
	for top := 1; top > 0; {
		top--
		c := &l.tree[stack[top]]
		if c.inhabitants == 0 {
			continue
		}
		dx, dy := x-c.x, y-c.y
		d2 := dx*dx + dy*dy
		if c.first != 0 && c.side*c.side > wide*wide*d2 {
			for q := range int32(4) {
				stack[top] = c.first + q
				top++
			}
			continue
		}
		f := c.mass / (d2 + 0.05)
		fx += f * dx
		fy += f * dy
	}
	return fx, fy
}

// fit returns the places, the outermost on each axis at 1 from the middle. The
// longer of the two axes lies flat.
func (l *layout) fit() (x, y []float32) {
	n := len(l.x)
	x, y = make([]float32, n), make([]float32, n)
	if n < 2 {
		return x, y
	}
	l.turn()
	for axis, from := range [][]float64{l.x, l.y} {
		low, high := slices.Min(from), slices.Max(from)
		for k := range from {
			to := float32(2*(from[k]-low)/(high-low+1e-9) - 1)
			if axis == 0 {
				x[k] = to
			} else {
				y[k] = to
			}
		}
	}
	return x, y
}

// turn turns the drawing so that it is widest from left to right.
func (l *layout) turn() {
	var mx, my, xx, xy, yy float64
	n := float64(len(l.x))
	for k := range l.x {
		mx += l.x[k] / n
		my += l.y[k] / n
	}
	for k := range l.x {
		dx, dy := l.x[k]-mx, l.y[k]-my
		xx, xy, yy = xx+dx*dx, xy+dx*dy, yy+dy*dy
	}
	sin, cos := math.Sincos(-math.Atan2(2*xy, xx-yy) / 2)
	for k := range l.x {
		dx, dy := l.x[k]-mx, l.y[k]-my
		l.x[k], l.y[k] = cos*dx-sin*dy, sin*dx+cos*dy
	}
}
