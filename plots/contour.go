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
)

// surface is what some strategies come to over two factors of a sweep, as shares
// of their ranges.
type surface struct {
	x, y       []float64   // by point
	lowX, topX float64     // ranges
	lowY, topY float64     //
	of         [][]float64 // by strategy and point
	all        []strategy
	reach      float64 // share of the points that a value is smoothed over
}

// smooth returns the strategies' values at shares of the ranges: a plane through
// the points near by, the nearer the heavier (Cleveland 1979).
func (s *surface) smooth(u, v float64) []float64 {
	n := len(s.x)
	far := make([]float64, n)
	for i := range far {
		far[i] = math.Hypot((s.x[i]-s.lowX)/(s.topX-s.lowX)-u, (s.y[i]-s.lowY)/(s.topY-s.lowY)-v)
	}
	sorted := slices.Sorted(slices.Values(far))
	span := 1.001*sorted[min(n-1, max(9, int(s.reach*float64(n))))] + 1e-9
	out := make([]float64, len(s.of))
	for k := range s.of {
		var m [3][4]float64 // normal equations, and their right side
		for i, z := range s.of[k] {
			if far[i] >= span || math.IsNaN(z) {
				continue
			}
			w := 1 - math.Pow(far[i]/span, 3)
			w = w * w * w
			row := [4]float64{1, (s.x[i]-s.lowX)/(s.topX-s.lowX) - u, (s.y[i]-s.lowY)/(s.topY-s.lowY) - v, z}
			for a := range 3 {
				for b := range 4 {
					m[a][b] += w * row[a] * row[b]
				}
			}
		}
		for a := 1; a < 3; a++ {
			m[a][a] += 1e-6 * m[0][0] // where all points stand in a line
		}
		out[k] = firstOf(m)
	}
	return out
}

// gather puts the means of small cells in the place of very many points, which
// says the same in less time.
func (s *surface) gather() {
	const cells, many = 40, 2000
	if len(s.x) <= many {
		return
	}
	slot := func(x, low, top float64) int { return min(cells-1, int(cells*(x-low)/(top-low))) }
	var n, x, y [cells * cells]float64
	of := make([][cells * cells]float64, len(s.of))
	for i := range s.x {
		at := slot(s.x[i], s.lowX, s.topX)*cells + slot(s.y[i], s.lowY, s.topY)
		if slices.ContainsFunc(s.of, func(z []float64) bool { return math.IsNaN(z[i]) }) {
			continue
		}
		n[at]++
		x[at], y[at] = x[at]+s.x[i], y[at]+s.y[i]
		for j := range of {
			of[j][at] += s.of[j][i]
		}
	}
	s.x, s.y = nil, nil
	for j := range of {
		s.of[j] = nil
	}
	for at := range n {
		if n[at] == 0 {
			continue
		}
		s.x, s.y = append(s.x, x[at]/n[at]), append(s.y, y[at]/n[at])
		for j := range of {
			s.of[j] = append(s.of[j], of[j][at]/n[at])
		}
	}
	s.reach = 0.03
}

// firstOf solves three equations for the first unknown, by Cramer's rule.
func firstOf(m [3][4]float64) float64 {
	det := func(c [3]int) float64 {
		at := func(r, k int) float64 { return m[r][c[k]] }
		return at(0, 0)*(at(1, 1)*at(2, 2)-at(1, 2)*at(2, 1)) - at(0, 1)*(at(1, 0)*at(2, 2)-at(1, 2)*at(2, 0)) + at(0, 2)*(at(1, 0)*at(2, 1)-at(1, 1)*at(2, 0))
	}
	return det([3]int{3, 1, 2}) / det([3]int{0, 1, 2})
}

// readSurface reads the objective over the two factors that matter most.
func (d *Data) readSurface() (s *surface, factors []string, metric string, err error) {
	regions, err := d.need("regions", "point", "winner", "metric")
	if err != nil {
		return nil, nil, "", err
	}
	if factors, err = d.two(regions); err != nil {
		return nil, nil, "", err
	}
	metrics, err := regions.Strings("metric")
	if err != nil {
		return nil, nil, "", err
	}
	metric = metrics[0]
	clear := slices.Index(regions.Columns, "clear")
	if clear < 0 || clear+1 == len(regions.Columns) {
		return nil, nil, "", fmt.Errorf("%w: regions has no means", ErrNothing)
	}
	s = &surface{reach: 0.12, all: d.named(regions.Columns[clear+1:])}
	for _, one := range s.all {
		means, err := regions.Floats(one.name)
		if err != nil {
			return nil, nil, "", err
		}
		s.of = append(s.of, means)
	}
	for j, to := range []*[]float64{&s.x, &s.y} {
		words, err := regions.Strings(factors[j])
		if err != nil {
			return nil, nil, "", err
		}
		levels := map[string]bool{}
		for _, w := range words {
			x, err := strconv.ParseFloat(w, 64)
			if err != nil {
				return nil, nil, "", fmt.Errorf("%w: %s = %q is no number", ErrNothing, factors[j], w)
			}
			*to = append(*to, x)
			levels[w] = true
		}
		if len(levels) < 4 {
			return nil, nil, "", fmt.Errorf("%w: %s has fewer than four levels", ErrNothing, factors[j])
		}
	}
	if len(s.x) < 16 || len(s.all) < 2 {
		return nil, nil, "", fmt.Errorf("%w: want 16 points and two strategies for contours", ErrNothing)
	}
	s.lowX, s.topX = extent(s.x)
	s.lowY, s.topY = extent(s.y)
	s.gather()
	return s, factors, metric, nil
}

// fineness is the number of cells along each side of the map.
const fineness = 64

func contourPlot(d *Data) (*Figure, error) {
	s, factors, metric, err := d.readSurface()
	if err != nil {
		return nil, err
	}
	better := 1.0
	if d.Objective.Direction == "min" {
		better = -1
	}
	// At every corner, who is best; and by how much the one that is best most often
	// leads the best of the others.
	var lead [fineness + 1][fineness + 1]float64
	var best [fineness][fineness]int // of every cell, by the sum of its corners
	var values [fineness + 1][fineness + 1][]float64
	wins := make([]int, len(s.all))
	for i := range values {
		for k := range values[i] {
			values[i][k] = s.smooth(float64(i)/fineness, float64(k)/fineness)
			for j := range values[i][k] {
				values[i][k][j] *= better
			}
		}
	}
	for i := range best {
		for k := range best[i] {
			sum := func(j int) float64 {
				return values[i][k][j] + values[i+1][k][j] + values[i][k+1][j] + values[i+1][k+1][j]
			}
			for j := range s.all {
				if sum(j) > sum(best[i][k]) {
					best[i][k] = j
				}
			}
			wins[best[i][k]]++
		}
	}
	hero := slices.Index(wins, slices.Max(wins))
	low, high := 0.0, 0.0
	for i := range lead {
		for k, v := range values[i] {
			other := math.Inf(-1)
			for j := range v {
				if j != hero {
					other = math.Max(other, v[j])
				}
			}
			lead[i][k] = v[hero] - other
			low, high = math.Min(low, lead[i][k]), math.Max(high, lead[i][k])
		}
	}
	unit := d.unitOf(metric, "")
	f := d.figure("Where each strategy wins, and by how much",
		fmt.Sprintf("Colour: the best strategy. Lines: equal lead of %s over the best of the others in %s, smoothed over the points near by and over all other factors; the winner changes on the black one.", s.all[hero].name, plainName(metric)))
	f.body = func(c draw.Canvas) {
		var entries []entry
		for j, one := range s.all {
			if wins[j] > 0 {
				entries = append(entries, entry{one.name, swatch(blendFor(one))})
			}
		}
		width := keyWidth(entries, c.Max.X-c.Min.X)
		key(draw.Crop(c, c.Max.X-c.Min.X-width, 0, 0, -lineHeight), entries)
		within := func(low, high float64, most int) scale {
			out := scale{min: low, max: high}
			for _, t := range plain.ticks(low, high, most) {
				if t.Value >= low && t.Value <= high {
					out.ticks = append(out.ticks, t)
				}
			}
			return out
		}
		p := &panel{x: within(s.lowX, s.topX, 6), y: within(s.lowY, s.topY, 5)}
		p.x.label, p.y.label = factors[0], factors[1]
		p.add(func(c draw.Canvas, x, y func(float64) vg.Length) {
			at := func(i, k float64) vg.Point {
				return vg.Point{X: x(s.lowX + i/fineness*(s.topX-s.lowX)), Y: y(s.lowY + k/fineness*(s.topY-s.lowY))}
			}
			for i := range fineness {
				for k := range fineness {
					c.SetColor(blendFor(s.all[best[i][k]]))
					a, b := at(float64(i), float64(k)), at(float64(i+1), float64(k+1))
					b.X, b.Y = b.X+0.3, b.Y+0.3 // no seams
					c.Fill(rectangle(a, b))
				}
			}
			var labels []vg.Point
			for _, t := range unit.ticks(low, high, 8) {
				line := draw.LineStyle{Color: soft, Width: 1.1}
				if t.Value == 0 {
					line = draw.LineStyle{Color: black, Width: 2.8}
				}
				var middles []vg.Point
				for i := range fineness {
					for k := range fineness {
						z := [4]float64{lead[i][k], lead[i+1][k], lead[i+1][k+1], lead[i][k+1]}
						for _, g := range crossings(z, t.Value) {
							a, b := at(float64(i)+g[0], float64(k)+g[1]), at(float64(i)+g[2], float64(k)+g[3])
							c.StrokeLine2(line, a.X, a.Y, b.X, b.Y)
							middles = append(middles, vg.Point{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2})
						}
					}
				}
				if at, ok := clearest(middles, labels, c.Rectangle); ok {
					labels = append(labels, at)
					half := text(ink).Width(t.Label)/2 + 3
					c.SetColor(white)
					c.Fill(rectangle(vg.Point{X: at.X - half, Y: at.Y - 8}, vg.Point{X: at.X + half, Y: at.Y + 8}))
					write(c, text(ink), vg.Point{X: at.X, Y: at.Y - halfCapital}, 0.5, t.Label)
				}
			}
		})
		p.draw(p.inside(draw.Crop(c, 0, -width-24, 0, 0)))
	}
	return f, nil
}

// blendFor is the pale fill of a strategy's region.
func blendFor(s strategy) color.NRGBA { return blend(s.colour(), 0.45) }

// crossings returns where a level crosses a cell with these corners (from the
// lower left, against the clock), in shares of its sides, as pieces of line: by the
// triangles that meet in the middle, so that no saddle is in doubt.
func crossings(z [4]float64, level float64) (all [][4]float64) {
	corner := [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}}
	middle := (z[0] + z[1] + z[2] + z[3]) / 4
	for k := range z {
		next := (k + 1) % 4
		points := [3][3]float64{{corner[k][0], corner[k][1], z[k]}, {corner[next][0], corner[next][1], z[next]}, {0.5, 0.5, middle}}
		var cut [][2]float64
		for a := range points {
			p, q := points[a], points[(a+1)%3]
			if (p[2] < level) == (q[2] < level) {
				continue
			}
			share := (level - p[2]) / (q[2] - p[2])
			cut = append(cut, [2]float64{p[0] + share*(q[0]-p[0]), p[1] + share*(q[1]-p[1])})
		}
		if len(cut) == 2 {
			all = append(all, [4]float64{cut[0][0], cut[0][1], cut[1][0], cut[1][1]})
		}
	}
	return all
}

// clearest returns the place on a line that is farthest from the labels there are, and
// from the edge, if there is room.
func clearest(line, labels []vg.Point, within vg.Rectangle) (vg.Point, bool) {
	room := func(p vg.Point) vg.Length {
		r := min((p.X-within.Min.X)*0.8, (within.Max.X-p.X)*0.8, (p.Y-within.Min.Y)*2, (within.Max.Y-p.Y)*2)
		for _, l := range labels {
			r = min(r, vg.Length(math.Hypot(float64(p.X-l.X)*0.6, 2*float64(p.Y-l.Y))))
		}
		return r
	}
	if len(line) == 0 {
		return vg.Point{}, false
	}
	at := slices.MaxFunc(line, func(a, b vg.Point) int { return cmp.Compare(room(a), room(b)) })
	return at, room(at) > 24
}
