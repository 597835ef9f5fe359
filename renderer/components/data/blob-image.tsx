import { useEffect, useRef } from 'react';

interface Props {
  readonly blob: Blob;
  readonly alt: string;
  readonly className?: string;
}

/** Shows picture bytes; their address lives as long as the picture is on the page. */
export function BlobImage({ blob, alt, className }: Props) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(blob);
    if (image.current !== null) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  return <img ref={image} alt={alt} className={className} />;
}
