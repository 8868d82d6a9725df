package store

import (
	"crypto/md5" // SIP digest authentication knows nothing better
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// Realm is the realm of SIP digest authentication.
const Realm = "thirdring"

// Passwords have to be long enough to withstand guessing and short enough to
// be hashed quickly.
const (
	passwordMin = 8
	passwordMax = 256
)

const argonLength = 32

var passwordEncoding = base64.RawStdEncoding

// hashPassword returns $argon2id$v=19$m=19456,t=2,p=1$salt$hash.
func hashPassword(password string) (string, error) {
	switch n := utf8.RuneCountInString(password); {
	case n < passwordMin:
		return "", badUser("password", "the password is too short: use at least %d characters", passwordMin)
	case n > passwordMax:
		return "", badUser("password", "the password is too long: use at most %d characters", passwordMax)
	}
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	hash := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, 1, argonLength)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, argonMemory, argonTime,
		passwordEncoding.EncodeToString(salt), passwordEncoding.EncodeToString(hash)), nil
}

// checkPassword compares in constant time. An empty hash costs as much as a
// real one, so that nobody learns from the time which users exist.
func checkPassword(hash, password string) bool {
	memory, passes, salt, want, err := parseHash(hash)
	if err != nil {
		memory, passes, salt, want = argonMemory, argonTime, make([]byte, 16), make([]byte, argonLength)
	}
	if len(password) > passwordMax*utf8.UTFMax {
		password = ""
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, 1, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1 && err == nil
}

func parseHash(text string) (memory, passes uint32, salt, hash []byte, err error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return 0, 0, nil, nil, errors.New("store: no argon2id hash")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &memory, &passes); err != nil {
		return 0, 0, nil, nil, fmt.Errorf("store: argon2id parameters: %w", err)
	}
	salt, errSalt := passwordEncoding.DecodeString(parts[4])
	hash, errHash := passwordEncoding.DecodeString(parts[5])
	if err := errors.Join(errSalt, errHash); err != nil || len(hash) == 0 || passes == 0 {
		return 0, 0, nil, nil, errors.New("store: broken argon2id hash")
	}
	return memory, passes, salt, hash, nil
}

// sipHA1 is what SIP digest authentication keeps instead of the secret.
func sipHA1(user, secret string) string {
	sum := md5.Sum([]byte(user + ":" + Realm + ":" + secret))
	return hex.EncodeToString(sum[:])
}

// secretLetters leave out what is easily confused when read aloud or typed.
const secretLetters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// GenerateSecret makes a password or SIP secret of 16 letters, about 93 bits.
func GenerateSecret() string {
	out := make([]byte, 0, 16)
	for b := make([]byte, 1); len(out) < cap(out); {
		_, _ = rand.Read(b) // never fails
		// Bytes over the last whole multiple would make some letters likelier.
		if n := len(secretLetters); int(b[0]) < 256/n*n {
			out = append(out, secretLetters[int(b[0])%n])
		}
	}
	return string(out)
}
