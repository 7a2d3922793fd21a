package plots

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// toldPlot shows what the data of a calibration tell of each value: its
// interval within the range that was looked at.
func toldPlot(d *Data) (*Figure, error) {
	t, err := d.need("fit", "key", "value", "ci_low", "ci_high", "min", "max", "told")
	if err != nil {
		return nil, err
	}
	keys, err := t.Strings("key")
	if err != nil {
		return nil, err
	}
	var columns [6][]float64
	for i, name := range []string{"value", "ci_low", "ci_high", "min", "max", "told"} {
		if columns[i], err = t.Floats(name); err != nil {
			return nil, err
		}
	}
	f := d.figure("What the data tell", "Bar: the range that was looked at. Line: the 90 % interval of the fitted value, which is the dot. Where the line is as long as the bar, the data do not tell.")
	all := make([]strategy, len(keys))
	for i, key := range keys {
		all[i] = strategy{name: key}
		f.Says = join(f.Says, fmt.Sprintf("%s: %s [%s, %s], the data rule out %s of the range.", key, neat(columns[0][i]), neat(columns[1][i]), neat(columns[2][i]), percent.short(100*columns[5][i])))
	}
	f.Rows = len(keys)
	f.body = func(c draw.Canvas) {
		r := rowsOf(c, all)
		const head, told = "fitted, 90 % interval", "ruled out"
		values := make([]string, len(all))
		for i := range all {
			values[i] = fmt.Sprintf("%s [%s, %s]", neat(columns[0][i]), neat(columns[1][i]), neat(columns[2][i]))
		}
		last := widest(text(soft), told, "100 %") + 14
		width := widest(text(ink), append(values, head)...) + 14
		least := widest(text(soft), "0.0000") + 8
		right := c.Max.X - last - width - least
		left := r.Min.X + least
		r.within(c.Min.Y, c.Max.Y-lineHeight-4)
		write(c, text(soft), vg.Point{X: c.Max.X, Y: r.Max.Y + 6}, 1, told)
		write(c, text(soft), vg.Point{X: c.Max.X - last, Y: r.Max.Y + 6}, 1, head)
		bar := min(r.pitch*0.4, 18)
		for i := range all {
			y := r.middle(i)
			span := scale{min: columns[3][i], max: columns[4][i]}
			at := func(x float64) vg.Length {
				return span.at(math.Min(math.Max(x, span.min), span.max), left, right)
			}
			c.SetColor(grid)
			c.Fill(rectangle(vg.Point{X: left, Y: y - bar/2}, vg.Point{X: right, Y: y + bar/2}))
			if !math.IsNaN(columns[1][i]) {
				c.StrokeLine2(draw.LineStyle{Color: blue, Width: 3}, at(columns[1][i]), y, at(columns[2][i]), y)
			}
			dot(c, vg.Point{X: at(columns[0][i]), Y: y}, 6.5, white)
			dot(c, vg.Point{X: at(columns[0][i]), Y: y}, 5, blue)
			write(c, text(soft), vg.Point{X: left - 5, Y: y - halfCapital}, 1, neat(columns[3][i]))
			write(c, text(soft), vg.Point{X: right + 5, Y: y - halfCapital}, 0, neat(columns[4][i]))
			write(c, text(ink), vg.Point{X: c.Max.X - last, Y: y - halfCapital}, 1, values[i])
			write(c, bold(ink), vg.Point{X: c.Max.X, Y: y - halfCapital}, 1, percent.write(100*columns[5][i], 1, 0, ""))
		}
	}
	return f, nil
}

// neat writes a value in three digits, or all before the dot.
func neat(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return digits(fmt.Sprint(x))
}
