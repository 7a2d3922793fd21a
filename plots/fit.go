package plots

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// paneled is one line of a picture of several, with what is drawn around it.
type paneled struct {
	name string
	of   map[string][]float64
}

// paneledBy reads some columns of a table, a panel for each word of another.
func (d *Data) paneledBy(name, by string, columns ...string) ([]paneled, error) {
	t, err := d.need(name, append([]string{by}, columns...)...)
	if err != nil {
		return nil, err
	}
	groups, err := t.Groups(by)
	if err != nil {
		return nil, err
	}
	const most = 6
	var all []paneled
	for _, g := range groups[:min(most, len(groups))] {
		p := paneled{g.Value, map[string][]float64{}}
		for _, c := range columns {
			if p.of[c], err = g.Floats(c); err != nil {
				return nil, err
			}
		}
		all = append(all, p)
	}
	return all, nil
}

// panels draws the panels side by side, each on its own scales.
func panels(c draw.Canvas, all []paneled, draws func(p paneled) *panel) {
	ready := make([]*panel, len(all))
	var left vg.Length
	for i, p := range all {
		ready[i] = draws(p)
		left = max(left, ready[i].left())
	}
	for i, part := range tiles(c, len(all), left, lineHeight+4, left+26, 2*lineHeight+8) {
		area := part.Canvas
		if !part.low { // its numbers stand in the gap below
			area = draw.Crop(area, 0, 0, lineHeight, 0)
		}
		ready[i].draw(area)
		heading(area, all[i].name, 2)
	}
}

func fitPlot(d *Data) (*Figure, error) {
	all, err := d.paneledBy("fit_bands", "column", "week", "data", "mean", "low", "high", "posterior_low", "posterior_high")
	if err != nil {
		return nil, err
	}
	f := d.figure("The data, and the market that was fitted to them, week by week",
		"Dots: the data. Line and dark band: mean of the fitted market, and where 90 % of such data fall. Pale band: the same over all that the data leave of the values (posterior).")
	f.body = func(c draw.Canvas) {
		panels(c, all, func(p paneled) *panel {
			week, mean := p.of["week"], p.of["mean"]
			low, high := extent(p.of["data"], p.of["low"], p.of["high"], p.of["posterior_low"], p.of["posterior_high"])
			_, last := extent(week)
			unit := d.unitOf(p.name, "")
			// The last dot wants room.
			out := &panel{x: scale{max: 1.02 * last, ticks: weekTicks(last, 4)}, y: around(low, high, unit.ticks(low, high, 4), "")}
			out.add(func(c draw.Canvas, x, y func(float64) vg.Length) {
				band := func(low, high []float64, opacity float64) {
					fill(c, faint(blue, opacity), len(week), func(k int) (vg.Length, vg.Length, vg.Length, bool) {
						return x(week[k]), y(low[k]), y(high[k]), !math.IsNaN(low[k])
					})
				}
				band(p.of["posterior_low"], p.of["posterior_high"], 0.14)
				band(p.of["low"], p.of["high"], 0.24)
				stroke(c, draw.LineStyle{Color: blue, Width: 2.4}, len(week), func(k int) (vg.Point, bool) {
					return vg.Point{X: x(week[k]), Y: y(mean[k])}, !math.IsNaN(mean[k])
				})
				for k, v := range p.of["data"] {
					if !math.IsNaN(v) {
						dot(c, vg.Point{X: x(week[k]), Y: y(v)}, 4.5, vermillion)
					}
				}
			})
			return out
		})
	}
	return f, nil
}

func profilePlot(d *Data) (*Figure, error) {
	all, err := d.paneledBy("profile", "key", "value", "distance", "cut", "fitted", "ci_low", "ci_high")
	if err != nil {
		return nil, err
	}
	f := d.figure("How well the data tell each value",
		"Line: distance of the data from the market with one value held and the others fitted anew: a valley where the data tell it, a plain where they do not. Grey: below, the data allow it. Dot and band: fitted, 90 % interval.")
	f.body = func(c draw.Canvas) {
		panels(c, all, func(p paneled) *panel {
			value, distance := p.of["value"], p.of["distance"]
			low, high := extent(distance, p.of["cut"], []float64{0})
			from, to := value[0], value[len(value)-1]
			out := &panel{x: scale{min: from, max: to, ticks: plain.ticks(from, to, 3)}, y: around(low, high, plain.ticks(low, high, 4), "")}
			inside := out.x.ticks[:0:0]
			for _, t := range out.x.ticks {
				if t.Value >= from && t.Value <= to {
					inside = append(inside, t)
				}
			}
			out.x.ticks = inside
			out.add(func(c draw.Canvas, x, y func(float64) vg.Length) {
				c.SetColor(faint(blue, 0.16))
				c.Fill(rectangle(vg.Point{X: x(max(from, p.of["ci_low"][0])), Y: c.Min.Y}, vg.Point{X: x(min(to, p.of["ci_high"][0])), Y: c.Max.Y}))
				if cut := p.of["cut"][0]; !math.IsNaN(cut) {
					c.StrokeLine2(draw.LineStyle{Color: axis, Width: 1.6, Dashes: []vg.Length{5, 3}}, c.Min.X, y(cut), c.Max.X, y(cut))
				}
				stroke(c, draw.LineStyle{Color: blue, Width: 2.4}, len(value), func(k int) (vg.Point, bool) {
					return vg.Point{X: x(value[k]), Y: y(distance[k])}, true
				})
				least := 0
				for k := range value {
					if math.Abs(value[k]-p.of["fitted"][k]) < math.Abs(value[least]-p.of["fitted"][least]) {
						least = k
					}
				}
				dot(c, vg.Point{X: x(value[least]), Y: y(distance[least])}, 5.5, vermillion)
			})
			return out
		})
	}
	return f, nil
}
