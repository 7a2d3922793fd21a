package plots

import (
	"cmp"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"grapevine/sim/results"
)

// person is a customer in a drawing of the network.
type person struct {
	x, y   float64
	stage  string
	parent int // who is credited with the first purchase; -1 if nobody
}

// scene is the network at the end of a week under a strategy.
type scene struct {
	name   string
	people map[int]person
}

// looks gives each stage a shape beside its colour, and a size.
var looks = map[string]struct {
	marker
	size vg.Length
}{
	"unaware":     {marker{24, 0}, 0.7},
	"aware":       {marker{24, 0}, 1},
	"considering": {marker{3, 90}, 1.25},
	"customer":    {marker{4, 45}, 1.2},
	"loyal":       {marker{4, 0}, 1.35},
	"advocate":    {marker{6, 0}, 1.5},
	"lapsed":      {marker{3, -90}, 1.25},
	"detractor":   {marker{5, 90}, 1.5},
}

// scenes reads the network under one strategy, week by week.
func (d *Data) scenes(people *results.Table, strategy string) ([]scene, error) {
	t, err := people.Where("strategy", strategy)
	if err != nil {
		return nil, err
	}
	weeks, err := t.Groups("week")
	if err != nil {
		return nil, err
	}
	var all []scene
	for _, g := range weeks {
		var numbers [3][]float64
		for i, name := range []string{"customer", "x", "y"} {
			if numbers[i], err = g.Floats(name); err != nil {
				return nil, err
			}
		}
		stage, err := g.Strings("stage")
		if err != nil {
			return nil, err
		}
		parent, err := g.Strings("parent")
		if err != nil {
			return nil, err
		}
		s := scene{name: "week " + g.Value, people: map[int]person{}}
		for i, who := range numbers[0] {
			p := person{numbers[1][i], numbers[2][i], stage[i], -1}
			if k, err := strconv.Atoi(parent[i]); err == nil {
				p.parent = k
			}
			s.people[int(who)] = p
		}
		all = append(all, s)
	}
	return all, nil
}

// networkTables reads who stands where, and the ties between them.
func (d *Data) networkTables() (people *results.Table, ties [][2]int, err error) {
	if people, err = d.need("people", "strategy", "week", "customer", "x", "y", "stage", "parent"); err != nil {
		return nil, nil, err
	}
	t, err := d.need("ties", "from", "to")
	if err != nil {
		return nil, nil, err
	}
	from, err := t.Floats("from")
	if err != nil {
		return nil, nil, err
	}
	to, err := t.Floats("to")
	if err != nil {
		return nil, nil, err
	}
	for i := range from {
		ties = append(ties, [2]int{int(from[i]), int(to[i])})
	}
	return people, ties, nil
}

// networkPlot shows the network at the end, under the baseline and the best of
// the others.
func networkPlot(d *Data) (*Figure, error) {
	people, ties, err := d.networkTables()
	if err != nil {
		return nil, err
	}
	all, err := d.strategies(people)
	if err != nil {
		return nil, err
	}
	var scenes []scene
	week := ""
	for _, s := range d.shown(all) {
		some, err := d.scenes(people, s.name)
		if err != nil {
			return nil, err
		}
		last := some[len(some)-1]
		week, last.name = last.name, s.name
		scenes = append(scenes, last)
	}
	return d.networkFigure("Who is where in the network, "+week, scenes, ties), nil
}

// filmPlot shows the network under the best strategy as time goes on.
func filmPlot(d *Data) (*Figure, error) {
	people, ties, err := d.networkTables()
	if err != nil {
		return nil, err
	}
	all, err := d.strategies(people)
	if err != nil {
		return nil, err
	}
	some := d.shown(all)
	best := some[len(some)-1]
	scenes, err := d.scenes(people, best.name)
	if err != nil {
		return nil, err
	}
	return d.networkFigure("How the brand spreads: "+best.name, scenes, ties), nil
}

func (d *Data) networkFigure(title string, scenes []scene, ties [][2]int) *Figure {
	n := len(scenes[0].people)
	about := "The first of the runs. Lines: ties, and darker, whose word won whom; heavy, in rings: the largest cascade, from its root in the widest."
	if n < d.Customers {
		about = fmt.Sprintf("The first of the runs, %s of %s: some whole communities. Lines: ties, and darker, whose word won whom; heavy, in rings: the largest cascade, from its root in the widest.", thousands(strconv.Itoa(n)), count(d.Customers, "customer"))
	}
	f := d.figure(title, about)
	var found []stage
	for _, s := range stages {
		total := 0
		for _, scene := range scenes {
			for _, p := range scene.people {
				if p.stage == s.column {
					total++
				}
			}
		}
		if total > 0 {
			found = append(found, s)
		}
	}
	for _, scene := range scenes {
		counts := map[string]int{}
		for _, p := range scene.people {
			counts[p.stage]++
		}
		words := ""
		for _, s := range found {
			words += fmt.Sprintf(", %d %s", counts[s.column], s.name)
		}
		_, tree := scene.cascade()
		f.Says = join(f.Says, fmt.Sprintf("%s: %s; largest cascade %d.", scene.name, words[min(2, len(words)):], len(tree)))
	}
	f.body = func(c draw.Canvas) {
		var entries []entry
		for _, s := range found {
			entries = append(entries, entry{s.name, func(c draw.Canvas, at vg.Point) { s.draw(c, at, 6) }})
		}
		width := keyWidth(entries, c.Max.X-c.Min.X)
		key(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{Min: vg.Point{X: c.Max.X - width, Y: c.Min.Y}, Max: c.Max}}, entries)
		room := draw.Crop(c, 0, -width-16, 0, 0)
		for i, part := range tiles(room, len(scenes), 0, 0, 18, lineHeight+8) {
			heading(part.Canvas, scenes[i].name, 1)
			scenes[i].draw(draw.Crop(part.Canvas, 4, -4, 4, -4), ties)
		}
	}
	return f
}

// draw draws the sign of a stage.
func (s stage) draw(c draw.Canvas, at vg.Point, radius vg.Length) {
	look, ok := looks[s.column]
	if !ok {
		look = looks["customer"]
	}
	if s.column != "unaware" {
		look.fill(c, at, radius*look.size+min(1, radius/4), white)
	}
	colour := s.colour
	if s.colour == yellow {
		look.fill(c, at, radius*look.size, ink)
		radius *= 0.75
	}
	look.fill(c, at, radius*look.size, colour)
}

// won reports whether somebody had bought by then.
func (p person) won() bool {
	return !slices.Contains([]string{"unaware", "aware", "considering"}, p.stage)
}

// cascade returns the largest tree of customers of whom each was won by the
// word of the one before: its root and all who follow.
func (s scene) cascade() (root int, tree []int) {
	children := map[int][]int{}
	var roots []int
	for who, p := range s.people {
		if _, shown := s.people[p.parent]; shown && p.won() {
			children[p.parent] = append(children[p.parent], who)
		} else if p.won() {
			roots = append(roots, who)
		}
	}
	slices.Sort(roots)
	for _, r := range roots {
		all, next := []int{}, []int{r}
		for len(next) > 0 {
			who := next[0]
			next = append(next[1:], children[who]...)
			if who != r {
				all = append(all, who)
			}
		}
		if len(all) > len(tree) {
			root, tree = r, all
		}
	}
	slices.Sort(tree)
	return root, tree
}

// draw draws the scene as large as there is room.
func (s scene) draw(c draw.Canvas, ties [][2]int) {
	width, height := c.Max.X-c.Min.X, c.Max.Y-c.Min.Y
	low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, p := range s.people {
		for k, x := range []float64{p.x, p.y} {
			low[k], high[k] = math.Min(low[k], x), math.Max(high[k], x)
		}
	}
	across, up := width/vg.Length(math.Max(high[0]-low[0], 1e-9)), height/vg.Length(math.Max(high[1]-low[1], 1e-9))
	across, up = min(across, 1.4*up), min(up, 1.4*across) // a drawing may be stretched a little
	at := func(p person) vg.Point {
		return vg.Point{
			X: (c.Min.X+c.Max.X)/2 + across*vg.Length(p.x-(low[0]+high[0])/2),
			Y: (c.Min.Y+c.Max.Y)/2 + up*vg.Length(p.y-(low[1]+high[1])/2),
		}
	}
	lines := func(colour color.Color, width vg.Length, pairs [][2]int) {
		var path vg.Path
		for _, p := range pairs {
			a, ok := s.people[p[0]]
			b, ok2 := s.people[p[1]]
			if ok && ok2 {
				path.Move(at(a))
				path.Line(at(b))
			}
		}
		if len(path) > 0 {
			c.SetColor(colour)
			c.SetLineWidth(width)
			c.SetLineDash(nil, 0)
			c.Stroke(path)
		}
	}
	who := make([]int, 0, len(s.people))
	for i := range s.people {
		who = append(who, i)
	}
	// Those who have come far stand above those who have not.
	order := func(i int) int {
		return slices.Index([]string{"unaware", "aware", "considering", "lapsed", "customer", "loyal", "detractor", "advocate"}, s.people[i].stage)
	}
	slices.SortFunc(who, func(a, b int) int { return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(a, b)) })
	var credits, heavy [][2]int
	root, tree := s.cascade()
	for _, i := range who {
		if p := s.people[i]; p.won() && p.parent >= 0 {
			credits = append(credits, [2]int{p.parent, i})
			if _, in := slices.BinarySearch(tree, i); in {
				heavy = append(heavy, [2]int{p.parent, i})
			}
		}
	}
	faintness := math.Min(1, 900/float64(len(ties)+1))
	lines(faint(axis, 0.18+0.3*faintness), 0.5, ties)
	lines(faint(ink, 0.65), 0.9, credits)
	lines(ink, 2.2, heavy)
	radius := vg.Length(math.Max(1.2, math.Min(5, 0.27*math.Sqrt(float64(width*height)/float64(max(1, len(who)))))))
	for _, i := range who {
		p := s.people[i]
		k := slices.IndexFunc(stages, func(s stage) bool { return s.column == p.stage })
		if k < 0 {
			k = slices.IndexFunc(stages, func(s stage) bool { return s.column == "customer" })
		}
		if _, in := slices.BinarySearch(tree, i); in || len(tree) > 0 && i == root {
			ring := 1.75 * radius
			if i == root {
				ring = 2.6 * radius
			}
			dot(c, at(p), ring+1.2, ink)
			dot(c, at(p), ring, white)
		}
		stages[k].draw(c, at(p), radius)
	}
}
