/** What a package on PyPI is called where its module has another name. */
const otherNames: Readonly<Record<string, string>> = {
  attr: 'attrs',
  bs4: 'beautifulsoup4',
  cv2: 'opencv-python',
  dateutil: 'python-dateutil',
  dotenv: 'python-dotenv',
  git: 'GitPython',
  jose: 'python-jose',
  jwt: 'PyJWT',
  magic: 'python-magic',
  MySQLdb: 'mysqlclient',
  OpenSSL: 'pyOpenSSL',
  PIL: 'Pillow',
  psycopg2: 'psycopg2-binary',
  serial: 'pyserial',
  skimage: 'scikit-image',
  sklearn: 'scikit-learn',
  slugify: 'python-slugify',
  yaml: 'PyYAML',
  zmq: 'pyzmq',
};

/** Packages whose module has their own name. */
const sameNames = new Set(
  `aiohttp alembic anyio arrow boto3 botocore celery click cryptography django fastapi flask gunicorn httpx jinja2 kafka lxml
markdown marshmallow matplotlib mypy networkx nltk numba numpy openpyxl orjson pandas paramiko pendulum polars psutil psycopg
pyarrow pydantic pygments pymongo pymysql pytest pytz redis requests rich scipy seaborn simplejson sqlalchemy starlette sympy
tabulate tenacity toml torch tornado tqdm transformers trio typer ujson urllib3 uvicorn websockets werkzeug xlrd`.split(
    /\s+/,
  ),
);

/** The package on PyPI that brings a module; `null` where that is not certain. */
export function distributionOf(module: string): string | null {
  const top = module.split('.')[0] ?? module;
  return otherNames[top] ?? (sameNames.has(top) ? top : null);
}
