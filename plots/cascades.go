package plots

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// survival is the share of trees that are at least so large.
type survival struct {
	strategy
	size, share []float64
}

func cascadesPlot(d *Data) (*Figure, error) {
	t, err := d.need("cascades", "strategy", "size", "count")
	if err != nil {
		return nil, err
	}
	all, err := d.strategies(t)
	if err != nil {
		return nil, err
	}
	var curves []survival
	largest, rarest := 10.0, 0.1
	for _, s := range all {
		of, err := t.Where("strategy", s.name)
		if err != nil {
			return nil, err
		}
		size, err := of.Floats("size")
		if err != nil {
			return nil, err
		}
		counts, err := of.Floats("count")
		if err != nil {
			return nil, err
		}
		curve := survivalOf(s, size, counts)
		if n := len(curve.size); n > 0 {
			largest, rarest = max(largest, curve.size[n-1]), min(rarest, curve.share[n-1])
			curves = append(curves, curve)
		}
	}
	if len(curves) == 0 {
		return nil, ErrNothing
	}
	f := d.figure("How large referral trees grow",
		"Share of the trees with at least so many customers, over all runs; both scales are logarithmic.")
	f.body = func(c draw.Canvas) {
		var entries []entry
		for _, curve := range curves {
			entries = append(entries, entry{curve.name, func(c draw.Canvas, at vg.Point) {
				line := curve.line()
				c.StrokeLine2(line, at.X-10, at.Y, at.X+10, at.Y)
				curve.mark(c, at)
			}})
		}
		width := keyWidth(entries, c.Max.X-c.Min.X)
		p := panel{
			x: through(powers(1, largest, func(x float64) string { return thousands(strconv.FormatFloat(x, 'f', -1, 64)) }), "customers in the tree"),
			y: through(powers(rarest, 1, func(x float64) string { return strconv.FormatFloat(100*x, 'g', 4, 64) + " %" }), "share of the trees"),
		}
		p.x.norm, p.y.norm = plot.LogScale{}, plot.LogScale{}
		p.x.max = largest * 1.15
		p.x.ticks = slices.DeleteFunc(p.x.ticks, func(t plot.Tick) bool { return t.Value > p.x.max })
		for _, curve := range curves {
			p.add(func(c draw.Canvas, x, y func(float64) vg.Length) {
				stroke(c, curve.line(), len(curve.size), func(i int) (vg.Point, bool) {
					return vg.Point{X: x(curve.size[i]), Y: y(curve.share[i])}, true
				})
				before := math.Inf(-1)
				for i := range curve.size {
					at := vg.Point{X: x(curve.size[i]), Y: y(curve.share[i])}
					if float64(at.X)-before > 22 || i == len(curve.size)-1 && float64(at.X)-before > 12 {
						curve.mark(c, at)
						before = float64(at.X)
					}
				}
			})
		}
		area := p.inside(draw.Crop(c, 0, -width-24, 0, 0))
		p.draw(area)
		key(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
			Min: vg.Point{X: c.Max.X - width, Y: c.Min.Y}, Max: vg.Point{X: c.Max.X, Y: area.Max.Y},
		}}, entries)
	}
	return f, nil
}

// survivalOf sums counts of sizes from the largest down.
func survivalOf(s strategy, sizes, counts []float64) survival {
	order := make([]int, 0, len(sizes))
	total := 0.0
	for i := range sizes {
		if sizes[i] >= 1 && counts[i] > 0 {
			order = append(order, i)
			total += counts[i]
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(sizes[a], sizes[b]) })
	out := survival{strategy: s}
	left := total
	for _, i := range order {
		out.size, out.share = append(out.size, sizes[i]), append(out.share, left/total)
		left -= counts[i]
	}
	return out
}
