package plots

import (
	"image"

	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// page is a canvas on which text is drawn as outlines, so that a picture looks
// the same wherever it is opened, whatever fonts are there. Everything is laid
// out for text of 14 pt and then scaled.
type page struct {
	vg.Canvas
	scale vg.Length
}

// SetLineWidth implements vg.Canvas.
func (p page) SetLineWidth(w vg.Length) { p.Canvas.SetLineWidth(p.scale * w) }

// SetLineDash implements vg.Canvas.
func (p page) SetLineDash(pattern []vg.Length, offset vg.Length) {
	scaled := make([]vg.Length, len(pattern))
	for i, d := range pattern {
		scaled[i] = p.scale * d
	}
	p.Canvas.SetLineDash(scaled, p.scale*offset)
}

// Translate implements vg.Canvas.
func (p page) Translate(at vg.Point) { p.Canvas.Translate(at.Scale(p.scale)) }

// Stroke implements vg.Canvas.
func (p page) Stroke(path vg.Path) { p.Canvas.Stroke(p.scaled(path)) }

// Fill implements vg.Canvas.
func (p page) Fill(path vg.Path) { p.Canvas.Fill(p.scaled(path)) }

func (p page) scaled(path vg.Path) vg.Path {
	out := make(vg.Path, len(path))
	for i, step := range path {
		step.Pos = step.Pos.Scale(p.scale)
		step.Radius *= p.scale
		if len(step.Control) > 0 {
			control := make([]vg.Point, len(step.Control))
			for k, at := range step.Control {
				control[k] = at.Scale(p.scale)
			}
			step.Control = control
		}
		out[i] = step
	}
	return out
}

// DrawImage implements vg.Canvas.
func (p page) DrawImage(at vg.Rectangle, img image.Image) {
	p.Canvas.DrawImage(vg.Rectangle{Min: at.Min.Scale(p.scale), Max: at.Max.Scale(p.scale)}, img)
}

// FillString implements vg.Canvas: it fills the outlines of the glyphs.
func (p page) FillString(face font.Face, at vg.Point, text string) {
	var path vg.Path
	letters(face, text, func(_ sfnt.GlyphIndex, x vg.Length, outline func(vg.Point) vg.Path) {
		path = append(path, outline(vg.Point{X: at.X + x, Y: at.Y})...)
	})
	if len(path) > 0 {
		p.Fill(path)
	}
}
