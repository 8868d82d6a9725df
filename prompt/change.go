package prompt

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Change is what somebody wants of a prompt. What is empty stays as it is.
type Change struct {
	ID        string
	Base      int // the version that was looked at; another one in force is ErrConflict
	Text      string
	Situation string // of a prompt of the centre's own
	Preview   string // token of the voice that it is to have
	By, Why   string
}

// mostText is more than anybody says in Longest.
const mostText = 1000

// Save makes the next version of a prompt.
func (l *Library) Save(c Change) (Prompt, error) {
	var voice Preview
	if c.Preview != "" {
		var err error
		if voice, err = l.Preview(c.Preview); err != nil {
			return Prompt{}, err
		}
		if voice.Prompt != c.ID {
			return Prompt{}, ErrNoPreview
		}
		if voice.Source == Synthesised {
			c.Text = cmp.Or(c.Text, voice.Text)
		}
	}
	if err := l.checkText(c); err != nil {
		return Prompt{}, err
	}
	err := l.next(c.ID, c.Base, func(now Version, own bool) (Version, error) {
		v := now
		v.What, v.By, v.Why = ChangedText, c.By, c.Why
		if c.Text != "" {
			v.Text = l.fillLocked(c.Text)
			if _, _, err := split(c.ID, v.Text, slotsOf(now.Parts)); err != nil && len(slotsOf(now.Parts)) > 0 {
				return v, err
			}
		}
		if own && c.Situation != "" {
			v.Situation = c.Situation
		}
		if voice.Token == "" {
			return v, nil
		}
		v.What = ChangedVoice
		v.Sounds = maps.Clone(now.Sounds)
		if v.Sounds == nil {
			v.Sounds = map[string]Sound{}
		}
		for part, sound := range voice.Sounds {
			if len(slotsOf(now.Parts)) == 0 && voice.Source != Synthesised {
				sound.Text = v.Text // a person read what stood on the page
			}
			v.Sounds[part] = sound
		}
		if len(voice.Parts) > 0 {
			v.Parts = voice.Parts
		}
		return v, l.adopt(voice)
	})
	if err != nil {
		return Prompt{}, err
	}
	if voice.Token != "" {
		if err := l.Discard(voice.Token); err != nil {
			l.log.Warn("a preview that was taken is left behind", "err", err)
		}
	}
	return l.Prompt(c.ID)
}

func (l *Library) checkText(c Change) error {
	if utf8.RuneCountInString(c.Text) > mostText {
		return flaw("The text is longer than %[1]d characters.", "文字超过 %[1]d 字。", mostText)
	}
	if c.Situation != "" && !slices.Contains(Situations, c.Situation) {
		return flaw("There is no situation %[1]q.", "没有 %[1]q 这一类场合。", c.Situation)
	}
	return nil
}

// next adds a version to a prompt, made of the one in force.
func (l *Library) next(id string, base int, build func(now Version, own bool) (Version, error)) error {
	return l.change(func(m *manifest) error {
		below, isBelow := l.base.find(id)
		e := m.find(id)
		if !isBelow && (e == nil || e.deleted()) {
			return fmt.Errorf("%q: %w", id, ErrNoPrompt)
		}
		if below.Script {
			return scriptFlaw(Prompt{ID: id, Script: true})
		}
		if e.last().Number != base {
			return ErrConflict
		}
		now, _ := l.at(below, e, base)
		v, err := build(now, !isBelow)
		if err != nil {
			return err
		}
		if e == nil {
			e = &entry{ID: id}
			m.Prompts = append(m.Prompts, e)
		}
		v.Number, v.At = base+1, l.opts.Now().UTC()
		if v.What != WasRestored {
			v.Restored = 0
		}
		e.Versions = append(e.Versions, v)
		return nil
	})
}

// Create makes a prompt of the centre's own, without a voice yet.
func (l *Library) Create(c Change) (Prompt, error) {
	if !Name.MatchString(c.ID) {
		return Prompt{}, flaw("The id may hold small letters, digits and . _ -, as notice.cuihu.", "编号只能用小写字母、数字和 . _ -,例如 notice.cuihu。")
	}
	if strings.TrimSpace(c.Text) == "" {
		return Prompt{}, flaw("Write what is to be said.", "请填写要播报的文字。")
	}
	if err := l.checkText(c); err != nil {
		return Prompt{}, err
	}
	err := l.change(func(m *manifest) error {
		text := l.fillLocked(c.Text)
		if _, _, err := split(c.ID, text, nil); err != nil {
			return err
		}
		if l.taken(m, c.ID) {
			return flaw("There is a prompt or a sound %[1]s already.", "编号 %[1]s 已被使用。", c.ID)
		}
		e := m.find(c.ID)
		if e == nil {
			e = &entry{ID: c.ID, Own: true}
			m.Prompts = append(m.Prompts, e)
		}
		e.Versions = append(e.Versions, Version{
			Number: e.last().Number + 1, At: l.opts.Now().UTC(), By: c.By, Why: c.Why, What: WasMade,
			Text: text, Situation: cmp.Or(c.Situation, "notice"),
		})
		return nil
	})
	if err != nil {
		return Prompt{}, err
	}
	return l.Prompt(c.ID)
}

// taken reports whether a name is that of a living prompt or of a sound below.
func (l *Library) taken(m *manifest, id string) bool {
	if _, below := l.base.find(id); below {
		return true
	}
	if _, sound := l.base.Files[id]; sound {
		return true
	}
	e := m.find(id)
	return e != nil && !e.deleted()
}

// Restore makes an earlier version the next one; 0 is the one of the layer below.
func (l *Library) Restore(c Change, number int) (Prompt, error) {
	err := l.next(c.ID, c.Base, func(Version, bool) (Version, error) {
		below, _ := l.base.find(c.ID)
		v, ok := l.at(below, l.own.find(c.ID), number)
		if !ok || v.What == WasDeleted {
			return Version{}, ErrNoVersion
		}
		v.What, v.Restored, v.By, v.Why = WasRestored, number, c.By, c.Why
		return v, nil
	})
	if err != nil {
		return Prompt{}, err
	}
	return l.Prompt(c.ID)
}

// Delete takes a prompt of the centre's own out of the list. Its versions stay, and a prompt of the same name made
// later counts on from them.
func (l *Library) Delete(c Change) error {
	if _, below := l.base.find(c.ID); below {
		return ErrShipped
	}
	return l.next(c.ID, c.Base, func(now Version, _ bool) (Version, error) {
		return Version{What: WasDeleted, Text: now.Text, Situation: now.Situation, By: c.By, Why: c.Why}, nil
	})
}

// Versions lists a prompt's, newest first; the last is the layer below's, if there is one.
func (l *Library) Versions(id string) ([]Version, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.refresh(); err != nil {
		return nil, err
	}
	if _, err := l.one(id); err != nil {
		return nil, err
	}
	var out []Version
	if e := l.own.find(id); e != nil {
		out = slices.Clone(e.Versions)
		slices.Reverse(out)
	}
	below, isBelow := l.base.find(id)
	if isBelow {
		v, _ := l.at(below, nil, 0)
		out = append(out, v)
	}
	for i := range out {
		out[i].Sounds = l.sounds(out[i])
	}
	return out, nil
}

// sounds are all that a version plays, those of the layer below included.
func (l *Library) sounds(v Version) map[string]Sound {
	out := map[string]Sound{}
	for _, part := range v.Parts {
		if s, ok := l.sound(v, part); ok && !isSlot(part) {
			out[part] = s
		}
	}
	return out
}

// fill puts the centre's name where a text says XX, and takes off what is around it.
func (l *Library) fill(text string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fillLocked(text)
}

func (l *Library) fillLocked(text string) string {
	return l.opts.Fill(strings.TrimSpace(text), l.base.Center)
}
