/** The mark of the product: one door, open, behind a counter. Its colours are its own. */
export function Mark() {
  return (
    <svg viewBox="16 16 480 480" aria-hidden="true" focusable="false">
      <rect x="16" y="16" width="480" height="480" rx="104" fill="#0f5c5c" />
      <path d="M136 356V116a16 16 0 0 1 16-16h160v256Z" fill="#f6efe1" />
      <path d="M312 100l86-33a12 12 0 0 1 16 11v278H312Z" fill="#4b9c95" />
      <circle cx="384" cy="232" r="16" fill="#f6efe1" />
      <rect x="64" y="336" width="384" height="64" rx="18" fill="#e0aa45" />
      <rect x="112" y="400" width="288" height="36" rx="10" fill="#b98527" />
    </svg>
  );
}
