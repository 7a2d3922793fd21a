package plots

import (
	"image"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
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
	var buffer sfnt.Buffer
	units := fixed.Int26_6(face.Face.UnitsPerEm()) // coordinates are then in units of the font
	scale := face.Font.Size / vg.Length(units)
	point := func(x fixed.Point26_6) vg.Point {
		return vg.Point{X: at.X + scale*vg.Length(x.X), Y: at.Y - scale*vg.Length(x.Y)}
	}
	var path vg.Path
	var before sfnt.GlyphIndex
	for i, r := range text {
		glyph, err := face.Face.GlyphIndex(&buffer, r)
		if err != nil {
			panic(err) // the fonts are our own and whole
		}
		if i > 0 {
			if kern, err := face.Face.Kern(&buffer, before, glyph, units, 0); err == nil {
				at.X += scale * vg.Length(kern)
			}
		}
		segments, err := face.Face.LoadGlyph(&buffer, glyph, units, nil)
		if err != nil {
			panic(err)
		}
		for k, s := range segments {
			switch s.Op {
			case sfnt.SegmentOpMoveTo:
				if k > 0 {
					path.Close()
				}
				path.Move(point(s.Args[0]))
			case sfnt.SegmentOpLineTo:
				path.Line(point(s.Args[0]))
			case sfnt.SegmentOpQuadTo:
				path.QuadTo(point(s.Args[0]), point(s.Args[1]))
			case sfnt.SegmentOpCubeTo:
				path.CubeTo(point(s.Args[0]), point(s.Args[1]), point(s.Args[2]))
			}
		}
		if len(segments) > 0 {
			path.Close()
		}
		advance, err := face.Face.GlyphAdvance(&buffer, glyph, units, 0)
		if err != nil {
			panic(err)
		}
		at.X += scale * vg.Length(advance)
		before = glyph
	}
	if len(path) > 0 {
		p.Fill(path)
	}
}
